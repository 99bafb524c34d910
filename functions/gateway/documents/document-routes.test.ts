import { expect, test } from 'vitest'
import { Document, DocumentList } from '../../shared/http/api.ts'
import { accepted, form, openGateway, png } from '../gateway.fixture.ts'

test('a document has the text of its pages', async () => {
  const { request, submit, finish } = openGateway()
  const id = await submit()
  await finish(id, 'hello')

  const response = await request(`/v1/documents/${id}`)

  const document = Document.parse(await response.json())
  expect(document).toMatchObject({ id, status: 'done', language: 'eng', filename: null })
  expect(document.pages).toMatchObject([{ page: 1, status: 'done', text: 'hello', confidence: 90 }])
  expect(document.finishedAt).not.toBeNull()
})

test('the text has a form feed between pages', async () => {
  const { request, finish } = openGateway()
  const image = await png()
  const uploaded = await request(
    '/v1/documents',
    form(['image', image], ['image', image], ['image', image]),
  )
  const { id } = await accepted(uploaded)
  await finish(id, 'one', 1)
  await finish(id, '<b>three</b>', 3)

  const response = await request(`/v1/documents/${id}/text`)

  expect(response.headers.get('content-type')?.toLowerCase()).toBe('text/plain; charset=utf-8')
  expect(await response.text()).toBe('one\f\f<b>three</b>')
})

test('the text of a document without a read page is a 202 with Retry-After', async () => {
  const { request, submit, finish } = openGateway()
  const id = await submit()

  const before = await request(`/v1/documents/${id}/text`)
  await finish(id, '')
  const blank = await request(`/v1/documents/${id}/text`)

  expect(before.status).toBe(202)
  expect(before.headers.get('retry-after')).toBe('1')
  expect(before.headers.get('content-type')).toBe('application/problem+json')
  expect(await before.json()).toMatchObject({
    title: 'Accepted',
    status: 202,
    code: 'not-read-yet',
  })
  expect([blank.status, await blank.text()]).toEqual([200, ''])
})

test('the text is a 202 while a page is queued, and a 200 once all pages have failed', async () => {
  const { request, store } = openGateway()
  const image = await png()
  const uploaded = await request('/v1/documents', form(['image', image], ['image', image]))
  const { id } = await accepted(uploaded)
  const statusAfterFailure = async (page: number) => {
    const error = { code: 'timeout', detail: 'It took too long' } as const
    await store.applyResult({ documentId: id, page, try: 1, status: 'failed', error })
    return (await request(`/v1/documents/${id}/text`)).status
  }

  const statuses = [await statusAfterFailure(1), await statusAfterFailure(2)]
  await store.redrive(id)
  const redriven = await request(`/v1/documents/${id}/text`)

  expect([...statuses, redriven.status]).toEqual([202, 200, 202])
})

test('pageCount is the number of pages, pages is their list', async () => {
  const { request } = openGateway()
  const image = await png()

  const uploaded = await request('/v1/documents', form(['image', image], ['image', image]))
  const { id, pageCount } = await accepted(uploaded)
  const document = Document.parse(await (await request(`/v1/documents/${id}`)).json())
  const list = DocumentList.parse(await (await request('/v1/documents')).json())

  expect([pageCount, document.pageCount, list.documents[0]?.pageCount]).toEqual([2, 2, 2])
  expect(document.pages).toHaveLength(2)
})

test('documents are listed newest first, with pagination', async () => {
  const { request, submit } = openGateway()
  const ids = [await submit(), await submit(), await submit()]

  const first = DocumentList.parse(await (await request('/v1/documents?limit=2')).json())
  const second = DocumentList.parse(
    await (
      await request(`/v1/documents?limit=2&cursor=${encodeURIComponent(first.next ?? '')}`)
    ).json(),
  )

  expect([...first.documents, ...second.documents].map(({ id }) => id)).toEqual(ids.toReversed())
  expect(second.next).toBeNull()
})

test.each(['createdAfter', 'createdBefore'])('an unescaped + in %s is accepted', async (name) => {
  const { request, submit } = openGateway()
  const id = await submit()
  const year = name === 'createdAfter' ? 2020 : 2100

  const response = await request(`/v1/documents?${name}=${year}-11-01T00:00:00+01:00`)

  const { documents } = DocumentList.parse(await response.json())
  expect(documents.map((document) => document.id)).toEqual([id])
})

test('documents are filtered by upload time', async () => {
  const { request, submit } = openGateway()
  const id = await submit()
  const { createdAt } = Document.parse(await (await request(`/v1/documents/${id}`)).json())
  const found = async (query: Record<string, string>) => {
    const response = await request(`/v1/documents?${new URLSearchParams(query)}`)
    return DocumentList.parse(await response.json()).documents.map((document) => document.id)
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
  const { request, submit, finish } = openGateway()
  const done = await submit()
  await submit()
  await finish(done, 'a needle in the hay')

  const byWords = DocumentList.parse(await (await request('/v1/documents?q=%20needle')).json())
  const byStatus = DocumentList.parse(await (await request('/v1/documents?status=done')).json())
  const byBatch = DocumentList.parse(await (await request('/v1/documents?batch=none')).json())
  const unfiltered = DocumentList.parse(await (await request('/v1/documents?q=')).json())

  expect(byWords.documents).toMatchObject([{ id: done }])
  expect(byWords.documents[0]?.snippet).toContainEqual({ text: 'needle', hit: true })
  expect(byStatus.documents).toMatchObject([{ id: done, snippet: null }])
  expect(byBatch.documents).toEqual([])
  expect(unfiltered.documents).toHaveLength(2)
})

test('documents are filtered by kind', async () => {
  const { request, submit } = openGateway()
  const picture = await submit()
  const found = async (query: string) =>
    DocumentList.parse(await (await request(`/v1/documents?${query}`)).json()).documents

  expect(await found('kind=image')).toMatchObject([{ id: picture }])
  expect(await found('kind=pdf')).toEqual([])
})

test('documents are listed by their ids, and deleted, as far as they exist', async () => {
  const { request, submit } = openGateway()
  const [first, second, third] = [await submit(), await submit(), await submit()]
  const listed = async (ids: string) =>
    DocumentList.parse(await (await request(`/v1/documents?ids=${ids}`)).json()).documents

  const before = await listed(`${first},unknown,${third}`)
  const answer = await request(`/v1/documents?ids=${first},unknown,${third}`, { method: 'DELETE' })

  expect(before.map(({ id }) => id)).toEqual([third, first])
  expect(answer.status).toBe(204)
  expect(await listed(`${first},${second},${third}`)).toMatchObject([{ id: second }])
})

test.each([
  ['no ids', 'DELETE', ''],
  ['empty ids', 'DELETE', '?ids=,'],
  ['too many ids', 'DELETE', `?ids=${Array.from({ length: 201 }, (_, id) => id)}`],
  ['ids with a search', 'GET', '?ids=a&q=word'],
])('%s are rejected', async (_, method, query) => {
  const { request, submit } = openGateway()
  await submit()

  const response = await request(`/v1/documents${query}`, { method })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code: 'invalid-request' })
  const { documents } = DocumentList.parse(await (await request('/v1/documents')).json())
  expect(documents).toHaveLength(1)
})

test('a queued document is found by its file name', async () => {
  const { request } = openGateway()
  const upload = form(['image', await png(), 'harbour.png'])
  const { id } = await accepted(await request('/v1/documents', upload))

  const response = await request('/v1/documents?q=harbour.png')

  const { documents } = DocumentList.parse(await response.json())
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

test('a deleted document is a 404', async () => {
  const { request, submit } = openGateway()
  const id = await submit()

  const first = await request(`/v1/documents/${id}`, { method: 'DELETE' })
  const second = await request(`/v1/documents/${id}`, { method: 'DELETE' })

  expect(first.status).toBe(204)
  expect(await second.json()).toMatchObject({ status: 404, code: 'unknown-document' })
  for (const path of ['', '/text', '/events', '/pages/1', '/pages/1/image', '/pages/1/preview']) {
    expect((await request(`/v1/documents/${id}${path}`)).status).toBe(404)
  }
})

test('an unknown path is a 404, an unknown method a 405', async () => {
  const { request } = openGateway()

  const unknownPath = await request('/v2')
  const wrongMethod = await request('/v1/documents/1', { method: 'PUT' })

  expect(await unknownPath.json()).toMatchObject({ status: 404, code: 'not-found' })
  expect(wrongMethod.status).toBe(405)
  expect(wrongMethod.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD'])
  expect(await wrongMethod.json()).toMatchObject({
    title: 'Method Not Allowed',
    code: 'method-not-allowed',
  })
})
