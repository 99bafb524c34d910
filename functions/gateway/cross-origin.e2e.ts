import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchChromium } from '../../loadtest/system/chromium.ts'
import { serve } from '../shared/http/serve.ts'
import { openGateway } from './gateway.fixture.ts'

const executablePath = findChromium()
if (!executablePath && process.env.CI === 'true') throw new Error('Expected a Chromium in the PATH')

let browser: Browser
beforeAll(async () => {
  if (executablePath) browser = await launchChromium(executablePath)
})
afterAll(() => browser?.close())

/** Serves a page at another origin. */
async function servePage(): Promise<number> {
  const server = createServer((_, res) => {
    res.writeHead(200, { 'content-type': 'text/html' }).end('<title>Other</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close().closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

/** Opens a page of `host`, whose origin is in ALLOWED_ORIGINS if `isAllowed`; `statuses` are the gateway's, by path. */
async function visit(host: string, { isAllowed = false } = {}) {
  const origin = `http://${host}:${await servePage()}`
  const html = {
    contentType: 'text/html',
    etag: '"1"',
    body: new TextEncoder().encode('Glyphflow'),
  }
  const stop = new AbortController()
  const gateway = openGateway({
    stopping: stop.signal,
    site: new Map([['/', html]]),
    settings: isAllowed ? { ALLOWED_ORIGINS: [origin] } : {},
  })
  const statuses = new Map<string, number>()
  const fetch = async (request: Request) => {
    const response = await gateway.app.fetch(request)
    const { pathname, search } = new URL(request.url)
    statuses.set(pathname + search, response.status)
    return response
  }
  const port = await serve({ app: { fetch }, host: '127.0.0.1', port: 0, stopping: stop.signal })
  const page = await browser.newPage()
  onTestFinished(async () => {
    await page.close()
    stop.abort()
  })
  await page.goto(origin)
  return { gateway, page, url: `http://localhost:${port}`, statuses }
}

// 127.0.0.1 is cross-site to localhost; another port of localhost is same-site, cross-origin.
test.skipIf(!executablePath).each(['127.0.0.1', 'localhost'])(
  'a page of %s cannot search, but may link here',
  async (host) => {
    const { page, url, gateway, statuses } = await visit(host)
    const id = await gateway.submit()
    await gateway.finish(id)
    const text = `/v1/documents/${id}/text`
    const search = (by: string) => `/v1/documents?q=the&batch=${by}`

    await page.setContent(`
      <img src="${url}${search('img')}">
      <script src="${url}${search('script')}"></script>
      <link rel="prefetch" href="${url}${search('prefetch')}">
      <link rel="stylesheet" href="${url}${search('stylesheet')}">
      <video src="${url}${search('video')}"></video>
      <iframe src="${url}${search('iframe')}"></iframe>
      <object data="${url}${search('object')}"></object>
      <form action="${url}/v1/samples" method="post" target="framed"></form>
      <iframe name="framed"></iframe>
      <script>
        fetch('${url}${search('fetch')}', { mode: 'no-cors' })
        document.forms[0].submit()
      </script>
      <a href="${url}${search('link')}">search</a> <a href="${url}${text}">text</a>`)
    await expect.poll(() => statuses.size).toBe(9)
    const embedded = [...statuses.values()]
    const other = page.url()
    await page.getByText('search').click()
    await expect.poll(() => statuses.get(search('link'))).toBe(403)
    await page.goto(other)
    await page.setContent(`<a href="${url}${text}">text</a>`)
    await page.getByText('text').click()
    await expect.poll(() => statuses.get(text)).toBe(200)
    await page.goto(other)
    await page.setContent(`<a href="${url}/">Glyphflow</a>`)
    await page.getByText('Glyphflow').click()
    await expect.poll(() => statuses.get('/')).toBe(200)

    expect(new Set(embedded)).toEqual(new Set([403]))
  },
)

test.skipIf(!executablePath)(
  'a page of an allowed origin uploads and follows the event stream',
  async () => {
    const { page, url, gateway } = await visit('127.0.0.1', { isAllowed: true })

    await page.setContent(`
    <canvas width="40" height="20"></canvas><p></p>
    <script>
      document.querySelector('canvas').toBlob(async (body) => {
        const headers = { 'idempotency-key': 'k', authorization: 'Bearer any' }
        const answer = await fetch('${url}/v1/documents', { method: 'POST', headers, body })
        new EventSource('${url}/v1/events?after=0').addEventListener('page', ({ data }) => {
          const { status } = JSON.parse(data)
          document.querySelector('p').append(answer.status, answer.headers.get('location'), status)
        })
      })
    </script>`)
    await expect.poll(async () => await gateway.store.queuedPages()).toBe(1)
    const [document] = (await gateway.store.documents({ limit: 1 })).documents
    await gateway.finish(document?.id ?? '')

    await page.getByText(`202/v1/documents/${document?.id}done`).waitFor({ timeout: 5000 })
  },
)
