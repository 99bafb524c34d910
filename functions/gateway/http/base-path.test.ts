import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { accepted, openGateway, png, raw } from '../gateway.fixture.ts'

const page = {
  contentType: 'text/html',
  etag: '"1"',
  body: new Uint8Array(Buffer.from('the page')),
}
const open = (BASE_PATH: string) =>
  openGateway({
    settings: { BASE_PATH },
    site: new Map([
      ['/', page],
      ['/assets/main.js', page],
    ]),
  })

test.each([
  '/glyphflow/',
  '/glyphflow/docs',
  '/glyphflow/assets/main.js',
  '/glyphflow/openapi.json',
  '/glyphflow/v1/documents?q=a',
  '/glyphflow/healthz',
  // From a proxy that strips the base path, and from a probe.
  '/',
  '/docs',
  '/v1/documents?q=a',
  '/healthz',
])('%s is served with a base path', async (path) => {
  const response = await open('/glyphflow').request(path)

  expect(response.status).toBe(200)
})

test.each(['/glyphflowing/v1/documents', '/other/v1/documents', '/glyphflow/glyphflow/'])(
  '%s is a 404 with a base path',
  async (path) => {
    const response = await open('/glyphflow').request(path)

    expect(await response.json()).toMatchObject({ status: 404, code: 'not-found' })
  },
)

test.each(['/glyphflow/v1/documents', '/v1/documents'])(
  'an upload to %s has a Location below the base path',
  async (path) => {
    const { request } = open('/glyphflow')

    const response = await request(path, raw(await png()))

    const { id } = await accepted(response)
    const location = response.headers.get('location') ?? ''
    expect(location).toBe(`/glyphflow/v1/documents/${id}`)
    expect((await request(location)).status).toBe(200)
  },
)

test('the base path without a slash redirects to the page', async () => {
  const response = await open('/tools/glyphflow').request('/tools/glyphflow?q=a%20b')

  expect(response.status).toBe(308)
  expect(response.headers.get('location')).toBe('/tools/glyphflow/?q=a%20b')
})

test('a base path equal to a page path hides no page', async () => {
  const { request } = open('/docs')

  expect((await request('/docs')).headers.get('location')).toBe('/docs/')
  expect(await (await request('/docs/docs')).text()).toContain('The API')
})

test.each(['/glyphflow', '/glyphflow/'])('a cross-site link to %s opens the page', async (path) => {
  const { request } = open('/glyphflow')
  const headers = {
    ...{ host: 'localhost:8080', 'sec-fetch-site': 'cross-site' },
    ...{ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  }

  const response = await request(path, { headers })
  const location = response.headers.get('location') ?? path

  expect((await request(location, { headers })).status).toBe(200)
  expect(response.status).toBeLessThan(400)
})

test.each([
  ['/glyphflow', '/glyphflow'],
  ['', '/'],
])('with the base path %j the OpenAPI document has the server %s', async (basePath, url) => {
  const description = await (await open(basePath).request('/openapi.json')).json()

  expect(description).toMatchObject({ servers: [{ url }] })
})

test('an unsupported method below the base path is a 405 with Allow', async () => {
  const response = await open('/glyphflow').request('/glyphflow/v1/documents', { method: 'PUT' })

  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, GET, HEAD, DELETE'])
})

test('index.html has no absolute paths', () => {
  const html = readFileSync(new URL('../../../web/index.html', import.meta.url), 'utf8')

  expect(html).not.toMatch(/(href|src)="\//)
})
