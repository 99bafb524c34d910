import { expect, test } from 'vitest'
import { openGateway } from '../gateway.fixture.ts'
import { docsPage } from './docs-page.ts'
import { toGroups } from './groups.ts'
import type { OpenApi } from './open-api.ts'
import { operation } from './operation.fixture.ts'

/** Documentation of a running gateway. */
async function readDocs(headers: Record<string, string> = {}, settings = {}) {
  const { request } = openGateway({ settings })
  const response = await request('/docs', { headers: { host: 'localhost:8080', ...headers } })
  const description: OpenApi = JSON.parse(await (await request('/openapi.json')).text())
  return { response, html: await response.text(), description }
}

test('each operation is documented, with a link and a command, without a script', async () => {
  const { response, html, description } = await readDocs()
  const ids = toGroups(description).flatMap(({ endpoints }) =>
    endpoints.map(({ operationId }) => operationId),
  )

  expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8')
  expect(ids.length).toBeGreaterThan(20)
  for (const id of ids) {
    expect(html).toContain(`<article class="endpoint" id="${id}">`)
    expect(html).toContain(`<li><a href="#${id}">`)
  }
  expect(html).toContain('curl &quot;http://localhost:8080/v1/documents&quot;')
  expect(html).not.toMatch(/<script| on\w+="|\[object|undefined/)
})

test.each([
  ['behind a proxy with TLS', { 'x-forwarded-proto': 'https' }, {}, 'https://localhost:8080/v1'],
  ['with a base path', {}, { BASE_PATH: '/glyphflow' }, 'http://localhost:8080/glyphflow/v1'],
])('commands have the address of the browser, %s', async (_, headers, settings, address) => {
  const { html } = await readDocs(headers, settings)

  expect(html).toContain(`curl &quot;${address}/documents&quot;`)
})

test('its links are relative: a proxy may serve it below a path', async () => {
  const { html } = await readDocs()

  expect(html).not.toMatch(/(href|src)="\//)
})

test('what a description says is text', () => {
  const html = String(
    docsPage(
      {
        info: { title: 'T', version: '1' },
        paths: { '/v1/a': { get: operation({ summary: 'Gives `<b>` & **"c"**' }) } },
        components: {},
      },
      'http://x/"><script>',
    ),
  )

  expect(html).toContain('Gives <code>&lt;b&gt;</code> &amp; <strong>&quot;c&quot;</strong>')
  expect(html).not.toContain('<script')
})
