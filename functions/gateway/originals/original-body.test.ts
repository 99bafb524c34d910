import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../shared/http/serve.ts'
import { exampleDocument, examplePage } from '../../shared/store/contract/examples.fixture.ts'
import { alter } from '../../shared/store/sqlite/store.fixture.ts'
import { openGateway } from '../gateway.fixture.ts'

const mebibyte = 1024 * 1024

/** A listening gateway with an image of 20 MiB. */
async function listen() {
  const stop = new AbortController()
  const gateway = openGateway({ stopping: stop.signal })
  const closed = Promise.withResolvers<void>()
  const port = await serve({
    ...{ app: gateway.app, host: '127.0.0.1', port: 0 },
    ...{ stopping: stop.signal, close: closed.resolve },
  })
  onTestFinished(async () => {
    stop.abort()
    await closed.promise
  })
  const image = Buffer.alloc(20 * mebibyte, 'a picture of')
  const document = exampleDocument({ pages: [examplePage(image)] })
  await gateway.store.addDocument(document)
  const url = `http://127.0.0.1:${port}/v1/documents/${document.id}/pages/1/image`
  return { ...gateway, image, url, id: document.id }
}

test('a large original is served completely, with Content-Length', async () => {
  const { url, image } = await listen()

  const response = await fetch(url)

  expect(response.headers.get('content-length')).toBe(String(image.length))
  expect(Buffer.from(await response.arrayBuffer()).equals(image)).toBe(true)
})

test('damage in a later chunk closes the connection before the end of the body', async () => {
  const { url, storeFile, image } = await listen()
  alter(storeFile, `UPDATE chunks SET bytes = x'00' WHERE start = ${15 * mebibyte}`)

  const [whole, after] = await Promise.all([
    fetch(url),
    fetch(url, { headers: { range: `bytes=${16 * mebibyte}-` } }),
  ])

  await expect(whole.arrayBuffer()).rejects.toThrow()
  expect(Buffer.from(await after.arrayBuffer()).equals(image.subarray(16 * mebibyte))).toBe(true)
})

test('a client that disconnects during the body does not block a deletion', async () => {
  const { url, id, store } = await listen()
  const client = new AbortController()
  const response = await fetch(url, { signal: client.signal })
  await response.body?.getReader().read()

  client.abort()

  expect(await store.deleteDocument(id)).toBe(true)
})
