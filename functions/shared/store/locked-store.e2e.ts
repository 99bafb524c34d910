import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { ownGlyphflow } from '../../../loadtest/e2e/own-glyphflow.fixture.ts'
import { type Client, createClient, until } from '../../../loadtest/system/glyphflow.ts'

const { dataDir, start } = ownGlyphflow()
const sample = join(import.meta.dirname, '../../../loadtest/samples/label-jam.jpg')
/** Longer than the lock timeout. */
const lockedMs = 12_000

/** Acquires the store's write lock, as a hanging process would; returns its release. */
function lockStore(): () => void {
  const database = new DatabaseSync(join(dataDir(), 'store.sqlite'))
  onTestFinished(() => database.close())
  database.exec('BEGIN IMMEDIATE')
  return () => database.exec('ROLLBACK')
}

async function gatewayPids(client: Client): Promise<number[]> {
  const { services } = await client.system()
  const gateway = services?.find(({ name }) => name === 'gateway')
  return gateway?.processes?.map(({ pid }) => pid) ?? []
}

/** Repeats an upload until it is accepted; resolves with the statuses. */
async function uploadPatiently(url: string, key: string): Promise<number[]> {
  const image = await readFile(sample)
  const statuses: number[] = []
  await until(
    async () => {
      const headers = { 'content-type': 'image/jpeg', 'idempotency-key': key }
      const response = await fetch(`${url}/v1/documents`, { method: 'POST', headers, body: image })
      await response.body?.cancel()
      statuses.push(response.status)
      return response.status === 202
    },
    { pauseMs: 1000 },
  )
  return statuses
}

/** Sends the requests of a browser and a probe; resolves with the time of the slowest response in ms. */
async function slowestRead(url: string, id: string): Promise<number> {
  const paths = ['/healthz', `/v1/documents/${id}`, '/v1/documents', '/v1/documents?q=jam']
  const picture = `/v1/documents/${id}/pages/1/image`
  const times = await Promise.all(
    [...paths, picture].map(async (path) => {
      const startedAt = performance.now()
      const response = await fetch(`${url}${path}`)
      await response.arrayBuffer()
      expect(response.status, path).toBe(200)
      return performance.now() - startedAt
    }),
  )
  return Math.max(...times)
}

test('while another process holds the lock, reads succeed, and uploads do so afterwards', async () => {
  const glyphflow = await start()
  const client = createClient(glyphflow.url)
  const { id } = await client.read(sample)
  const before = await gatewayPids(client)
  const unlock = lockStore()
  const lockedAt = performance.now()

  const uploads = Promise.all(
    Array.from({ length: 8 }, (_, index) => uploadPatiently(glyphflow.url, `key-${index}`)),
  )
  const reads: number[] = []
  await until(async () => {
    reads.push(await slowestRead(glyphflow.url, id))
    return performance.now() - lockedAt > lockedMs
  })
  unlock()
  const statuses = await uploads
  await until(async () => (await client.system()).queuedPages === 0)

  expect(Math.max(...reads)).toBeLessThan(1000)
  expect(statuses.flat().filter((status) => ![202, 503].includes(status))).toEqual([])
  expect(statuses.flat()).toContain(503)
  expect(await gatewayPids(client)).toEqual(before)
  const { documents } = await client.list('limit=50')
  expect(documents.map(({ status }) => status)).toEqual(Array(9).fill('done'))
  await glyphflow.stop()
})

test('a start while another process holds the lock serves reads immediately', async () => {
  const first = await start()
  const { id } = await createClient(first.url).read(sample)
  await first.stop()
  const unlock = lockStore()

  const second = await start()
  const slowest = await slowestRead(second.url, id)
  unlock()

  expect(slowest).toBeLessThan(1000)
  expect(second.output()).not.toContain('Cannot open the store')
  await second.stop()
})
