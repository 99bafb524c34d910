import { expect, test } from 'vitest'
import { accepted, form, openGateway, png, raw } from '../gateway.fixture.ts'

test.each([
  ['a form', async () => ['', form(['text', 'ocr'], ['image', await png()])] as const],
  ['the query', async () => ['?text=ocr', raw(await png())] as const],
])('an upload may say in %s where the text of a PDF comes from', async (_, make) => {
  const { request, sent, store } = openGateway()
  const [query, init] = await make()

  const { id } = await accepted(await request(`/v1/documents${query}`, init))

  expect(sent).toMatchObject([{ pdftext: 'ocr' }])
  await store.applyResult({
    ...{ documentId: id, page: 1, try: 1, status: 'failed' },
    error: { code: 'timeout', detail: 'Too slow' },
  })
  await request(`/v1/documents/${id}/redrive`, { method: 'POST' })
  expect(sent[1]).toMatchObject({ try: 2, pdftext: 'ocr' })
})

test('an upload without a source of the text leaves it to the setting', async () => {
  const { submit, sent } = openGateway()

  await submit()

  expect(Object.keys(sent[0] ?? {})).not.toContain('pdftext')
})

test('an unknown source of the text in the query is rejected', async () => {
  const { request, sent } = openGateway()

  const response = await request('/v1/documents?text=pdf', raw(await png()))

  expect(response.status).toBe(400)
  const detail = expect.stringMatching(/text: .*"auto"\|"layer"\|"ocr"/)
  expect(await response.json()).toMatchObject({ detail })
  expect(sent).toEqual([])
})
