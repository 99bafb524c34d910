import { expect, test } from 'vitest'
import { json, openRead } from './read-page.fixture.ts'

test('a page without text cannot be corrected', async () => {
  const { correct, submit } = await openRead()
  const id = await submit()

  const response = await correct(
    [{ index: 0, was: 'a', text: 'b' }],
    `/v1/documents/${id}/pages/1/text`,
  )

  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({ code: 'page-not-done' })
})

test.each(['/v1/documents/unknown/pages/1/text', '/pages/2/text'])('%s is a 404', async (path) => {
  const { correct, restore, id } = await openRead()
  const whole = path.startsWith('/v1') ? path : `/v1/documents/${id}${path}`

  for (const response of [
    await correct([{ index: 0, was: 'a', text: 'b' }], whole),
    await restore(whole),
  ]) {
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'unknown-page' })
  }
})

const word = { index: 0, was: 'teh', text: 'the' }
test.each([
  ['no words', []],
  ['no list', 'teh'],
  ['a negative index', [{ ...word, index: -1 }]],
  ['half an index', [{ ...word, index: 0.5 }]],
  ['no former text', [{ index: 0, text: 'the' }]],
  ['no new text', [{ index: 0, was: 'teh' }]],
  ['a long text', [{ ...word, text: 'x'.repeat(501) }]],
  ['another field', [{ ...word, box: [0, 0, 1, 1] }]],
  ['a word twice', [word, { ...word, text: 'ten' }]],
])('%s is a 400, and nothing is corrected', async (_, words) => {
  const { correct, get } = await openRead()

  const response = await correct(words)

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code: 'invalid-request' })
  expect((await get()).correctedAt).toBeNull()
})

test('a body that is too large is a 413, one that is no JSON a 400, another type a 415', async () => {
  const { request, page } = await openRead()
  const send = (body: string, headers: Record<string, string> = json) =>
    request(`${page}/text`, { method: 'PATCH', headers, body })

  const responses = [
    await send(JSON.stringify({ words: [{ ...word, was: 'x'.repeat(1024 * 1024) }] })),
    await send('{'),
    await send('', {}),
    await send('words', { 'content-type': 'text/plain' }),
  ]

  expect(responses.map(({ status }) => status)).toEqual([413, 400, 415, 415])
})

test.each(['PATCH', 'DELETE'])('%s of another site is a 403', async (method) => {
  const { request, page, get } = await openRead()

  const response = await request(`${page}/text`, {
    method,
    headers: { ...json, origin: 'https://other.example' },
    ...(method === 'PATCH' && { body: JSON.stringify({ words: [word] }) }),
  })

  expect(response.status).toBe(403)
  expect((await get()).correctedAt).toBeNull()
})

test('an unknown reading is a 400', async () => {
  const { request, page, id } = await openRead()

  for (const path of [page, `/v1/documents/${id}/text`]) {
    expect((await request(`${path}?reading=spoken`)).status).toBe(400)
  }
})
