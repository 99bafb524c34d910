import { expect, test } from 'vitest'
import { alter } from '../../shared/store/sqlite/store.fixture.ts'
import { form, jpeg, openGateway, png } from '../gateway.fixture.ts'

const inside = { authorization: 'Bearer inside' }

/** A gateway with a document of two pages, and the path of an original as its event names it. */
async function openWithOriginals(overrides: Parameters<typeof openGateway>[0] = {}) {
  const gateway = openGateway({ internalToken: 'inside', ...overrides })
  const upload = form(['image', await png()], ['image', await jpeg()])
  await gateway.request('/v1/documents', { ...upload, headers: { authorization: 'Bearer api' } })
  const event = gateway.sent.find(({ pagenumber }) => pagenumber === 2)
  const path = `/internal/${event?.dataref}`
  return { ...gateway, path, id: String(event?.documentid) }
}

test('what an event refers to is the original, to who shows the internal token', async () => {
  const { request, path } = await openWithOriginals()

  const response = await request(path, { headers: inside })

  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('image/jpeg')
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(await jpeg())
  expect(response.headers.get('content-length')).toBe(String((await jpeg()).byteLength))
})

test.each([
  ['no token', {}],
  ['a wrong one', { authorization: 'Bearer other' }],
  ['that of the API', { authorization: 'Bearer api' }],
])('%s opens nothing', async (_, headers) => {
  const { request, path } = await openWithOriginals({ settings: { API_TOKEN: 'api' } })

  expect((await request(path, { headers })).status).toBe(401)
})

test('the internal token opens nothing else', async () => {
  const { request, id } = await openWithOriginals({ settings: { API_TOKEN: 'api' } })

  expect((await request(`/v1/documents/${id}`, { headers: inside })).status).toBe(401)
})

test('without an internal token there is nothing', async () => {
  const { request, path } = await openWithOriginals({ internalToken: null })

  expect((await request(path, { headers: inside })).status).toBe(404)
})

test('what runs inside may call the gateway by any name', async () => {
  const { request, path } = await openWithOriginals()

  const headers = { ...inside, host: 'gateway.default.svc.cluster.local' }

  expect((await request(path, { headers })).status).toBe(200)
})

test('an original that was deleted, or never was, is gone', async () => {
  const { request, path, id, store } = await openWithOriginals()
  const other = await request(path.replace(/2$/, '3'), { headers: inside })
  await store.deleteDocument(id)

  const response = await request(path, { headers: inside })

  expect([other.status, response.status]).toEqual([410, 410])
  expect(await response.json()).toMatchObject({ code: 'deleted' })
})

test('one that is damaged is an error of ours', async () => {
  const { request, path, storeFile } = await openWithOriginals()
  alter(storeFile, "UPDATE chunks SET bytes = x'00'")

  const response = await request(path, { headers: inside })

  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({ code: 'damaged' })
})

test('it is no part of the API that is described', async () => {
  const { request } = await openWithOriginals()

  const description = await (await request('/openapi.json')).text()

  expect(description).not.toContain('/internal')
})
