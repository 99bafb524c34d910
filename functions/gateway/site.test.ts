import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openGateway, temporaryFolder } from './gateway.fixture.ts'
import { readSite } from './site.ts'

/** A folder like SITE_DIR. */
function siteFolder(): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'assets'))
  const files = {
    'index.html': '<!doctype html><base href="./" /><title>Page</title>',
    'assets/main.js': 'hello()',
    'assets/main.css': 'main{color:red}',
    'assets/f.woff2': 'not really',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

test('the page is served from memory', async () => {
  const site = await readSite(siteFolder())
  const { request } = openGateway({ site })

  expect([...site.keys()].sort()).toEqual([
    '/',
    '/assets/f.woff2',
    '/assets/main.css',
    '/assets/main.js',
    '/documents/:id',
    '/system',
  ])
  expect(await (await request('/')).text()).toContain('<title>Page</title>')
  expect(await (await request('/system')).text()).toContain('<title>Page</title>')
  expect(await (await request('/assets/main.js')).text()).toContain('hello')
  expect(await (await request('/assets/main.css')).text()).toContain('main{color:red}')
  expect(await (await request('/assets/f.woff2')).text()).toBe('not really')
})

test('the links of the page are relative to its base', async () => {
  const { request } = openGateway({ site: await readSite(siteFolder()) })
  const baseOf = async (path: string) =>
    new URL(
      /base href="(.*?)"/.exec(await (await request(path)).text())?.[1] ?? '',
      `http://x${path}`,
    ).pathname

  expect(await baseOf('/system')).toBe('/')
  expect(await baseOf('/documents/0192f0c1')).toBe('/')
  expect((await request('/documents')).status).toBe(404)
})

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/assets/main.js', 'text/javascript; charset=utf-8'],
  ['/assets/main.css', 'text/css; charset=utf-8'],
])('%s has its Content-Type, and is a 304 with its ETag', async (path, contentType) => {
  const { request } = openGateway({ site: await readSite(siteFolder()) })

  const first = await request(path)
  const etag = first.headers.get('etag') ?? ''
  const second = await request(path, { headers: { 'if-none-match': etag } })
  const other = await request(path, { headers: { 'if-none-match': '"other"' } })

  expect(first.headers.get('content-type')).toBe(contentType)
  expect(first.headers.get('cache-control')).toBe('no-cache')
  expect(first.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(etag).toMatch(/^"[\w-]{43}"$/)
  expect([second.status, await second.text()]).toEqual([304, ''])
  expect(second.headers.get('etag')).toBe(etag)
  expect(other.status).toBe(200)
})

test('a missing folder is reported with its setting', async () => {
  await expect(readSite('/nowhere')).rejects.toThrow('SITE_DIR cannot be used: ENOENT')
})

test('without a folder only the API is served', async () => {
  const { request } = openGateway({ site: await readSite(undefined) })

  expect((await request('/')).status).toBe(404)
  expect((await request('/v1/languages')).status).toBe(200)
})
