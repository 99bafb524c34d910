import { expect, test } from 'vitest'
import { alter } from '../../shared/store/sqlite/store.fixture.ts'
import { form, jpeg, openGateway, png } from '../gateway.fixture.ts'

const internal = { authorization: 'Bearer internal' }

/** A gateway with a document of two pages, and the path of an original from its event. */
async function openWithOriginals(overrides: Parameters<typeof openGateway>[0] = {}) {
  const gateway = openGateway({ internalToken: 'internal', ...overrides })
  const upload = form(['image', await png()], ['image', await jpeg()])
  await gateway.request('/v1/documents', { ...upload, headers: { authorization: 'Bearer api' } })
  const event = gateway.sent.find(({ pagenumber }) => pagenumber === 2)
  const path = `/internal/${event?.dataref}`
  return { ...gateway, path, id: String(event?.documentid) }
}

test('the dataref of an event is served with the internal token', async () => {
  const { request, path } = await openWithOriginals()

  const response = await request(path, { headers: internal })

  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('image/jpeg')
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(await jpeg())
  expect(response.headers.get('content-length')).toBe(String((await jpeg()).byteLength))
})

test('a range of an original is served, with the digest of the whole', async () => {
  const { request, path } = await openWithOriginals()
  const whole = await request(path, { headers: internal })

  const response = await request(path, { headers: { ...internal, range: 'bytes=10-19' } })

  expect(response.status).toBe(206)
  expect(new Uint8Array(await response.arrayBuffer())).toEqual((await jpeg()).subarray(10, 20))
  expect(response.headers.get('content-range')).toBe(`bytes 10-19/${(await jpeg()).byteLength}`)
  expect(response.headers.get('etag')).toBe(whole.headers.get('etag'))
})

test.each([
  ['no token', {}],
  ['a wrong token', { authorization: 'Bearer other' }],
  ['the API token', { authorization: 'Bearer api' }],
])('%s is rejected', async (_, headers) => {
  const { request, path } = await openWithOriginals({ settings: { API_TOKEN: 'api' } })

  expect((await request(path, { headers })).status).toBe(401)
})

test('the internal token is rejected by the API', async () => {
  const { request, id } = await openWithOriginals({ settings: { API_TOKEN: 'api' } })

  expect((await request(`/v1/documents/${id}`, { headers: internal })).status).toBe(401)
})

test('without INTERNAL_TOKEN the routes do not exist', async () => {
  const { request, path } = await openWithOriginals({ internalToken: null })

  expect((await request(path, { headers: internal })).status).toBe(404)
})

test('internal services may use any Host', async () => {
  const { request, path } = await openWithOriginals()

  const headers = { ...internal, host: 'gateway.default.svc.cluster.local' }

  expect((await request(path, { headers })).status).toBe(200)
})

test('an original that is known by its digest is not sent again, and its page is being read', async () => {
  const { request, path, id } = await openWithOriginals()
  const stream = await request(`/v1/documents/${id}/events`)
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  const { headers: first } = await request(path, { headers: internal })
  const known = { ...internal, 'if-none-match': first.get('etag') ?? '' }

  const response = await request(`${path}?page=1`, { headers: known })

  expect(response.status).toBe(304)
  let events = ''
  while (!events.includes('"page":1')) events += (await reader?.read())?.value ?? expect.fail()
  await reader?.cancel()
  expect(events).toContain(`event: reading\ndata: {"id":"${id}","page":2}`)
})

test('a page that has ended is not being read, though its original is fetched again', async () => {
  const { request, path, id, finish } = await openWithOriginals()
  await finish(id, 'some text', 2)
  const stream = await request(`/v1/documents/${id}/events`)
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()

  await request(path, { headers: internal })
  await request(`${path}?page=1`, { headers: internal })

  let events = ''
  while (!events.includes('event: reading'))
    events += (await reader?.read())?.value ?? expect.fail()
  await reader?.cancel()
  expect(events).toContain(`event: reading\ndata: {"id":"${id}","page":1}`)
  expect(events).not.toContain('"page":2}\n\n')
})

test('a deleted or unknown original is a 410', async () => {
  const { request, path, id, store } = await openWithOriginals()
  const other = await request(path.replace(/2$/, '3'), { headers: internal })
  await store.deleteDocument(id)

  const response = await request(path, { headers: internal })

  expect([other.status, response.status]).toEqual([410, 410])
  expect(await response.json()).toMatchObject({ code: 'deleted' })
})

test('a damaged original is a 500', async () => {
  const { request, path, storeFile } = await openWithOriginals()
  alter(storeFile, "UPDATE chunks SET bytes = x'00'")

  const response = await request(path, { headers: internal })

  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({ code: 'damaged' })
})

test('the OpenAPI document does not have internal routes', async () => {
  const { request } = await openWithOriginals()

  const description = await (await request('/openapi.json')).text()

  expect(description).not.toContain('/internal')
})
