import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openGateway, temporaryFolder } from './gateway.fixture.ts'
import { bundleSite } from './site.ts'

function pageFolder(): string {
  const folder = temporaryFolder()
  const files = {
    'index.html': '<!doctype html><title>Page</title>',
    'docs.html': '<!doctype html><title>Docs</title>',
    'main.tsx': `
      import './main.css'
      import { render } from 'preact'
      const greeting: string = 'hello'
      render(<main>{greeting}</main>, document.body)`,
    'main.css': '@font-face { font-family: F; src: url(./f.woff2) } main { color: red; }',
    'f.woff2': 'not really',
    'docs.tsx': `import './docs.css'; export const docs = 1`,
    'docs.css': 'body { margin: 0 }',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(modules, 'preact'), join(folder, 'node_modules/preact'))
  return folder
}

test('the page is bundled and served from memory', async () => {
  const site = await bundleSite(pageFolder())
  const { request } = openGateway({ site })

  expect([...site.keys()].filter((path) => !path.endsWith('.woff2')).sort()).toEqual([
    '/',
    '/assets/docs.css',
    '/assets/docs.js',
    '/assets/main.css',
    '/assets/main.js',
    '/docs',
  ])
  expect(await (await request('/')).text()).toContain('<title>Page</title>')
  expect(await (await request('/docs')).text()).toContain('<title>Docs</title>')
  expect(await (await request('/assets/main.js')).text()).toContain('hello')
  expect(await (await request('/assets/main.css')).text()).toContain('main{color:red}')
  const font = [...site.keys()].find((path) => path.endsWith('.woff2'))
  expect(await (await request(font ?? '')).text()).toBe('not really')
})

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/assets/main.js', 'text/javascript; charset=utf-8'],
  ['/assets/main.css', 'text/css; charset=utf-8'],
])('%s has its type, and is sent once', async (path, contentType) => {
  const { request } = openGateway({ site: await bundleSite(pageFolder()) })

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

test('sources that do not build say why', async () => {
  const folder = pageFolder()
  writeFileSync(join(folder, 'main.tsx'), 'const =')

  await expect(bundleSite(folder)).rejects.toThrow(/main\.tsx/)
})
