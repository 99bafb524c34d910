import { expect, test } from 'vitest'
import { Document, DocumentList } from '../../shared/http/api.ts'
import { accepted, form, openGateway, png } from '../gateway.fixture.ts'

/** A gateway, and its list of documents for a query. */
function openList() {
  const gateway = openGateway()
  const list = async (query: string) =>
    DocumentList.parse(await (await gateway.request(`/v1/documents${query}`)).json())
  return { ...gateway, list }
}

test('documents are listed newest first, with pagination', async () => {
  const { submit, list } = openList()
  const ids = [await submit(), await submit(), await submit()]

  const first = await list('?limit=2')
  const second = await list(`?limit=2&cursor=${encodeURIComponent(first.next ?? '')}`)

  expect([...first.documents, ...second.documents].map(({ id }) => id)).toEqual(ids.toReversed())
  expect(second.next).toBeNull()
})

test.each(['createdAfter', 'createdBefore'])('an unescaped + in %s is accepted', async (name) => {
  const { submit, list } = openList()
  const id = await submit()
  const year = name === 'createdAfter' ? 2020 : 2100

  const { documents } = await list(`?${name}=${year}-11-01T00:00:00+01:00`)

  expect(documents.map((document) => document.id)).toEqual([id])
})

test('documents are filtered by upload time', async () => {
  const { request, submit, list } = openList()
  const id = await submit()
  const { createdAt } = Document.parse(await (await request(`/v1/documents/${id}`)).json())
  const found = async (query: Record<string, string>) => {
    const { documents } = await list(`?${new URLSearchParams(query)}`)
    return documents.map((document) => document.id)
  }
  const offset = `${createdAt.slice(0, -1)}+01:00`

  expect(await found({ createdAfter: createdAt })).toEqual([id])
  expect(await found({ createdBefore: createdAt })).toEqual([])
  expect(await found({ createdAfter: offset })).toEqual([id])
  expect(await found({ createdBefore: offset })).toEqual([])
  expect((await request('/v1/documents?createdAfter=yesterday')).status).toBe(400)
  expect((await request('/v1/documents?createdAfter=2026-11-01 00:00:00')).status).toBe(400)
})

test('documents are filtered by words, status and batch', async () => {
  const { submit, finish, list } = openList()
  const done = await submit()
  await submit()
  await finish(done, 'a needle in the hay')

  const byWords = await list('?q=%20needle')
  const byStatus = await list('?status=done')
  const byBatch = await list('?batch=none')
  const unfiltered = await list('?q=')

  expect(byWords.documents).toMatchObject([{ id: done }])
  expect(byWords.documents[0]?.snippet).toContainEqual({ text: 'needle', hit: true })
  expect(byStatus.documents).toMatchObject([{ id: done, snippet: null }])
  expect(byBatch.documents).toEqual([])
  expect(unfiltered.documents).toHaveLength(2)
})

test('documents are filtered by kind', async () => {
  const { submit, list } = openList()
  const picture = await submit()

  const [pictures, pdfs] = [await list('?kind=image'), await list('?kind=pdf')]

  expect(pictures.documents).toMatchObject([{ id: picture }])
  expect(pdfs.documents).toEqual([])
})

test('documents are listed by their ids, and deleted, as far as they exist', async () => {
  const { request, submit, list } = openList()
  const [first, second, third] = [await submit(), await submit(), await submit()]

  const before = await list(`?ids=${first},unknown,${third}`)
  const answer = await request(`/v1/documents?ids=${first},unknown,${third}`, { method: 'DELETE' })

  expect(before.documents.map(({ id }) => id)).toEqual([third, first])
  expect(answer.status).toBe(204)
  const after = await list(`?ids=${first},${second},${third}`)
  expect(after.documents).toMatchObject([{ id: second }])
})

test.each([
  ['no ids', 'DELETE', ''],
  ['empty ids', 'DELETE', '?ids=,'],
  ['too many ids', 'DELETE', `?ids=${Array.from({ length: 201 }, (_, id) => id)}`],
  ['ids with a search', 'GET', '?ids=a&q=word'],
])('%s are rejected', async (_, method, query) => {
  const { request, submit, list } = openList()
  await submit()

  const response = await request(`/v1/documents${query}`, { method })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code: 'invalid-request' })
  const { documents } = await list('')
  expect(documents).toHaveLength(1)
})

test('a queued document is found by its file name', async () => {
  const { request, list } = openList()
  const upload = form(['image', await png(), 'harbour.png'])
  const { id } = await accepted(await request('/v1/documents', upload))

  const { documents } = await list('?q=harbour.png')

  expect(documents).toMatchObject([{ id, filename: 'harbour.png', snippet: null }])
})

test.each([
  ['limit=0', 'invalid-request', /limit/],
  ['limit=201', 'invalid-request', /limit/],
  [`q=${'a'.repeat(501)}`, 'invalid-request', /q/],
  ['status=sleeping', 'invalid-request', /status/],
  ['kind=video', 'invalid-request', /kind/],
  ['cursor=rubbish', 'invalid-cursor', /cursor/],
])('a list with %s is rejected', async (query, code, detail) => {
  const response = await openGateway().request(`/v1/documents?${query}`)

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code, detail: expect.stringMatching(detail) })
})
