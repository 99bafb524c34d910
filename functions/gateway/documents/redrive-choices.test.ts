import { expect, test } from 'vitest'
import { Document } from '../../shared/http/api.ts'
import { openGateway } from '../gateway.fixture.ts'
import { json, openFailed } from './redrive.fixture.ts'

test('given pages are resent, in a language, turned, and recognized', async () => {
  const { request, id, sent, store } = await openFailed({
    settings: { OCR_LANGUAGES: ['eng', 'fra'] },
  })
  sent.length = 0

  const how = { language: 'fra', text: 'ocr', rotate: 90 }
  const response = await request(`/v1/documents/${id}/redrive`, json({ pages: [1], ...how }))

  expect(await response.json()).toEqual({ id, status: 'partial', redrivenPages: 1 })
  expect(sent).toMatchObject([{ id: `${id}.1.2`, language: 'fra', pdftext: 'ocr', rotate: 90 }])
  const document = Document.parse(await (await request(`/v1/documents/${id}`)).json())
  expect(document).toMatchObject({ language: 'eng', pages: [{ rotate: 90, try: 1 }, { try: 1 }] })
  expect(document.pages[1]).not.toHaveProperty('rotate')
  expect((await store.document(id))?.pages[1]).toMatchObject({ status: 'failed' })
})

test('the capacity is that for the given pages', async () => {
  const { store, id } = await openFailed()
  const { request } = openGateway({ store, settings: { MAX_QUEUED_PAGES: 1 } })
  const redrive = (pages: number[] | 'all') =>
    request(`/v1/documents/${id}/redrive`, json({ pages }))

  expect((await redrive('all')).status).toBe(503)
  expect((await redrive([1])).status).toBe(202)
})

test('a page that the document does not have is a 404', async () => {
  const { request, id, store } = await openFailed()

  const response = await request(`/v1/documents/${id}/redrive`, json({ pages: [2, 3] }))

  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ code: 'unknown-page' })
  expect((await store.document(id))?.pages[1]).toMatchObject({ status: 'failed', try: 1 })
})

test.each([
  [{ pages: 'some' }, /failed, all, or a list/],
  [{ pages: [] }, /pages/],
  [{ pages: [0] }, /pages/],
  [{ rotate: 45 }, /0\|90\|180\|270/],
  [{ text: 'pdf' }, /"auto"\|"layer"\|"ocr"/],
])('%j is answered with what is expected', async (body, expected) => {
  const { request, id } = await openFailed()

  const response = await request(`/v1/documents/${id}/redrive`, json(body))

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ detail: expect.stringMatching(expected) })
})
