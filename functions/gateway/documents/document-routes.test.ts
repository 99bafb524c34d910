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
