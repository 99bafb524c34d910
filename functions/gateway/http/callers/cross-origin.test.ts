import { expect, test } from 'vitest'
import { openGateway, png } from '../../gateway.fixture.ts'

const origin = 'https://wiki.example:8443'
const open = (settings: { API_TOKEN?: string } = {}) =>
  openGateway({ settings: { ALLOWED_ORIGINS: ['http://localhost:3000', origin], ...settings } })

/** Request of a browser for a page of origin `from`. */
const page = (from: string, headers: Record<string, string> = {}) => ({
  headers: {
    ...{ host: 'localhost:8080', origin: from },
    ...{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
    ...headers,
  },
})
const preflight = (from: string) => ({
  ...page(from, {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,idempotency-key,prefer',
  }),
  method: 'OPTIONS',
})

test('an allowed origin uploads and reads Location', async () => {
  const { request } = open()

  const { status, headers } = await request('/v1/documents', {
    ...page(origin, { 'content-type': 'image/png' }),
    method: 'POST',
    body: await png(),
  })

  expect(status).toBe(202)
  expect(headers.get('access-control-allow-origin')).toBe(origin)
  expect(headers.get('access-control-expose-headers')).toMatch(/\bLocation\b.*\bRetry-After\b/)
  expect(headers.get('access-control-allow-credentials')).toBeNull()
  expect(headers.get('vary')).toBe('Origin')
})

test('a preflight of an allowed origin needs no token', async () => {
  const { request } = open({ API_TOKEN: 'secret' })

  const { status, headers } = await request('/v1/documents', preflight(origin))

  expect(status).toBe(204)
  expect(headers.get('access-control-allow-origin')).toBe(origin)
  expect(headers.get('access-control-allow-methods')).toBe('GET,HEAD,POST,PATCH,DELETE')
  expect(headers.get('access-control-allow-headers')?.toLowerCase().split(',')).toEqual(
    expect.arrayContaining(['authorization', 'idempotency-key', 'prefer', 'last-event-id']),
  )
  expect(headers.get('vary')).toContain('Origin')
})

test('an allowed origin can read an error response', async () => {
  const { request } = open({ API_TOKEN: 'secret' })

  const response = await request('/v1/documents/1', page(origin))

  expect(response.status).toBe(401)
  expect(response.headers.get('access-control-allow-origin')).toBe(origin)
})

test('an allowed origin can read the event stream', async () => {
  const { request, stop } = open()

  const { status, headers, body } = await request('/v1/events', page(origin))
  stop()
  await body?.cancel()

  expect(status).toBe(200)
  expect(headers.get('access-control-allow-origin')).toBe(origin)
})

test.each([
  'https://wiki.example',
  'http://wiki.example:8443',
  'https://wiki.example:8443.evil.example',
  'https://sub.wiki.example:8443',
  'http://localhost:3001',
  'null',
])('a request and a preflight of %s are rejected', async (other) => {
  const { request } = open()

  for (const init of [page(other), preflight(other)]) {
    const response = await request('/v1/documents', init)

    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(await response.json()).toMatchObject({ status: 403, code: 'foreign-origin' })
  }
})

test('a response without Origin has Vary: Origin', async () => {
  const { request } = open()

  const { status, headers } = await request('/v1/documents')
  const options = await request('/v1/documents', { method: 'OPTIONS' })

  expect(status).toBe(200)
  expect(headers.get('vary')).toBe('Origin')
  expect(headers.get('access-control-allow-origin')).toBeNull()
  expect(options.status).toBe(405)
})

test('without allowed origins no CORS headers are sent', async () => {
  const { request } = openGateway()

  const { headers } = await request('/v1/documents')

  expect([...headers.keys()].filter((name) => /^access-control|^vary/.test(name))).toEqual([])
})

test.each([
  'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
  'safari-web-extension://1B6F2F0E-7C5C-4C0A-9D0E-3A1C6F0D2B11',
  'tauri://localhost',
])('the origin %s can be allowed', async (app) => {
  const { request } = openGateway({ settings: { ALLOWED_ORIGINS: [app.toLowerCase()] } })

  const { status, headers } = await request('/v1/documents', page(app))

  expect([status, headers.get('access-control-allow-origin')]).toEqual([200, app])
})

test('a cross-origin image request without Origin is rejected', async () => {
  const { request } = open()

  const response = await request('/v1/documents?q=the', {
    headers: {
      ...{ host: 'localhost:8080', 'sec-fetch-site': 'same-site' },
      'sec-fetch-mode': 'no-cors',
      'sec-fetch-dest': 'image',
    },
  })

  expect(response.status).toBe(403)
})
