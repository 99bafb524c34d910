import { expect, test } from 'vitest'
import { filesOf, openWithBatch } from './zip.fixture.ts'

const post = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

test('chosen documents are a ZIP in the order of the ids, and a list of them', async () => {
  const { request, ids } = await openWithBatch(['a.png', 'b.png', 'c.png'], ['one', null, 'three'])
  const chosen = [ids[2], ids[1], 'unknown', ids[0], ids[2]]

  const response = await request('/v1/documents/zip', post({ ids: chosen, format: 'alto' }))

  expect(response.headers.get('content-disposition')).toBe('attachment; filename="documents.zip"')
  const { 'documents.json': list = '', ...files } = await filesOf(response)
  expect(Object.keys(files)).toEqual(['c.alto.xml', 'a.alto.xml'])
  expect(JSON.parse(list)).toMatchObject([
    { id: ids[2], file: 'c.alto.xml' },
    { id: ids[1], status: 'queued', file: null },
    { id: 'unknown', filename: null, status: 'deleted', file: null },
    { id: ids[0], file: 'a.alto.xml' },
  ])
})

test('a deleted document is listed as deleted', async () => {
  const { request, ids, store } = await openWithBatch(['a.png', 'b.png'], ['one', 'two'])
  await store.deleteDocument(ids[0] ?? '')

  const files = await filesOf(await request('/v1/documents/zip', post({ ids })))

  expect(JSON.parse(files['documents.json'] ?? '')).toEqual([
    { id: ids[0], filename: null, status: 'deleted', file: null },
    { id: ids[1], filename: 'b.png', status: 'done', file: 'b.txt' },
  ])
})

test('text is the default format', async () => {
  const { request, ids } = await openWithBatch(['a.png'], ['one'])

  const files = await filesOf(await request('/v1/documents/zip', post({ ids })))

  expect(files['a.txt']).toBe('one')
})

test.each([
  ['unknown documents', { ids: ['a'] }, 404, 'unknown-document'],
  ['no ids', { ids: [] }, 400, 'invalid-request'],
  ['too many ids', { ids: Array.from({ length: 1001 }, () => 'a') }, 400, 'invalid-request'],
  ['an unknown format', { ids: ['a'], format: 'docx' }, 400, 'invalid-request'],
  ['a body that is too large', { ids: ['a'.repeat(70_000)] }, 413, 'too-large'],
])('%s', async (_, body, status, code) => {
  const { request } = await openWithBatch([], [])

  const response = await request('/v1/documents/zip', post(body))

  expect([response.status, await response.json()]).toEqual([
    status,
    expect.objectContaining({ code }),
  ])
})

test('documents of which nothing has been read are a 202', async () => {
  const { request, ids } = await openWithBatch(['a.png'], [null])

  const response = await request('/v1/documents/zip', post({ ids }))

  expect([response.status, response.headers.get('retry-after')]).toEqual([202, '1'])
})
