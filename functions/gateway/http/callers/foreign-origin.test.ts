import { describe, expect, test } from 'vitest'
import { openGateway, png, raw } from '../../gateway.fixture.ts'

test.each([
  ['http://localhost:8080', 200],
  ['HTTP://LOCALHOST:8080', 200],
  ['http://localhost:8081', 403],
  ['http://localhost', 403],
  ['http://127.0.0.1:8080', 403],
  ['https://evil.example', 403],
  ['null', 403],
  ['', 403],
])('Origin %j at localhost:8080 is answered %i', async (origin, status) => {
  const { request } = openGateway()

  const response = await request('/v1/system', { headers: { host: 'localhost:8080', origin } })

  expect(response.status).toBe(status)
})

test.each([
  ['ocr.example:443', 'https://ocr.example', 200],
  ['ocr.example:80', 'http://ocr.example', 200],
  ['OCR.example', 'https://ocr.example', 200],
  ['ocr.example:80', 'https://ocr.example', 403],
  ['ocr.example:443', 'http://ocr.example', 403],
  ['ocr.example', 'https://ocr.example:8443', 403],
  ['ocr.example', 'capacitor://ocr.example', 403],
  ['localhost', 'tauri://localhost', 403],
])('at Host %s Origin %s is answered %i', async (host, origin, status) => {
  const { request } = openGateway({ settings: { ALLOWED_HOSTS: ['ocr.example'] } })

  const response = await request('/v1/system', { headers: { host, origin } })

  expect(response.status).toBe(status)
})

test('a cross-site form upload stores nothing', async () => {
  const { request, store } = openGateway()

  const response = await request(
    '/v1/documents',
    raw(await png(), { origin: 'https://evil.example' }),
  )

  expect(await response.json()).toMatchObject({ status: 403, code: 'foreign-origin' })
  expect((await store.documents({ limit: 1 })).documents).toEqual([])
})

const browser = (site: string, mode: string, dest: string, origin?: string) => ({
  host: 'localhost:8080',
  'sec-fetch-site': site,
  'sec-fetch-mode': mode,
  'sec-fetch-dest': dest,
  ...(origin !== undefined && { origin }),
})

describe.each(['cross-site', 'same-site'])('a %s page of another origin', (site) => {
  test.each([
    ['an image', 'no-cors', 'image'],
    ['a script', 'no-cors', 'script'],
    ['a no-cors fetch', 'no-cors', 'empty'],
    ['a prefetch', 'no-cors', 'empty'],
    ['a frame', 'navigate', 'iframe'],
    ['an embedded object', 'navigate', 'object'],
    ['a link', 'navigate', 'document'],
  ])('cannot search by %s', async (_, mode, dest) => {
    const { request } = openGateway()

    const response = await request('/v1/documents?q=the', { headers: browser(site, mode, dest) })

    expect(await response.json()).toMatchObject({ status: 403, code: 'foreign-origin' })
  })

  test.each([
    ['/', 200],
    ['/docs', 200],
    ['/system', 200],
    ['/documents/ID', 200],
    ['/documents/ID?page=2', 200],
    ['/documents/', 403],
    ['/v1/documents/ID', 200],
    ['/v1/documents/ID/text', 200],
    ['/v1/documents/ID/pdf', 200],
    ['/v1/documents/ID/words.json', 200],
    ['/v1/documents/ID/zip', 403],
    ['/v1/documents/ID/pages/1/image', 200],
    ['/v1/documents/ID/pages/1/preview', 403],
    ['/v1/documents/ID/events', 403],
    ['/v1/documents', 403],
    ['/v1/documents/', 403],
    ['/v1/system', 403],
    ['/v1/events', 403],
  ])('gets for a link to %s status %i, for a frame 403', async (path, status) => {
    const html = { contentType: 'text/html', etag: '"1"', body: new Uint8Array() }
    const { request, submit, finish } = openGateway({
      site: new Map(['/', '/system', '/documents/:id'].map((each) => [each, html])),
    })
    const id = await submit()
    await finish(id)
    const open = async (dest: string, method = 'GET') => {
      const headers = browser(site, 'navigate', dest)
      return (await request(path.replace('ID', id), { method, headers })).status
    }

    expect([await open('document'), await open('iframe')]).toEqual([status, 403])
    expect(await open('document', 'POST')).toBe(403)
  })
})

test.each(['same-origin', 'none'])(
  'a request with Sec-Fetch-Site: %s is accepted',
  async (site) => {
    const { request } = openGateway()

    const response = await request('/v1/documents?q=the', {
      headers: browser(site, 'cors', 'empty'),
    })

    expect(response.status).toBe(200)
  },
)
