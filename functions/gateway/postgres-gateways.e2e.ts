import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type FeedChange, followFeed } from '../../loadtest/system/change-feed.ts'
import {
  createClient,
  type RunningGlyphflow,
  startGlyphflow,
  temporaryFolder,
} from '../../loadtest/system/glyphflow.ts'
import { findBinaries } from '../../scripts/servers/postgres/binaries.ts'
import { createPostgres, type PostgresServer } from '../../scripts/servers/postgres/server.ts'

const hasPostgres = findBinaries() !== null
if (!hasPostgres && process.env.CI === 'true') throw new Error('Expected a PostgreSQL from npm')

const image = join(import.meta.dirname, '../../loadtest/samples/card-surveyor.png')
const cleanups: (() => Promise<unknown>)[] = []
let postgres: PostgresServer

beforeAll(async () => {
  if (!hasPostgres) return
  postgres = await createPostgres()
  await postgres.start()
})
afterAll(() => postgres?.remove())
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp()
})

/** A Glyphflow with its own data folder over the shared database. */
async function startGateway(): Promise<RunningGlyphflow & { dataDir: string }> {
  const folder = await temporaryFolder()
  cleanups.push(folder.remove)
  const glyphflow = await startGlyphflow(folder.path, { DATABASE_URL: postgres.url })
  cleanups.push(glyphflow.stop)
  return { ...glyphflow, dataDir: folder.path }
}

/** Changes in the event stream of a gateway after a number. */
function follow(url: string, after: number): FeedChange[] {
  const seen: FeedChange[] = []
  const reading = new AbortController()
  const following = (async () => {
    for await (const change of followFeed(url, after, reading.signal)) seen.push(change)
  })()
  cleanups.push(async () => {
    reading.abort()
    await following
  })
  return seen
}

const finishedIn = (seen: FeedChange[]) =>
  seen.flatMap((change) => (change.kind === 'page' && change.status === 'done' ? change.id : []))

describe.skipIf(!hasPostgres)('over PostgreSQL', () => {
  test('a document read through one gateway is in the event stream and the search of another', async () => {
    const [one, another] = await Promise.all([startGateway(), startGateway()])
    const { changes } = await createClient(another.url).list('limit=1')
    const seen = follow(another.url, changes)

    const { id } = await createClient(one.url).read(image)

    await expect.poll(() => finishedIn(seen)).toEqual([id])
    const found = await createClient(another.url).list('q=surveyor')
    expect(found.documents.map((document) => document.id)).toContain(id)
    expect(existsSync(join(one.dataDir, 'store.sqlite'))).toBe(false)
  })

  test('kill -9 of PostgreSQL during a batch: each accepted page is read, with one event', async () => {
    const { url } = await startGateway()
    const client = createClient(url)
    const { changes } = await client.list('limit=1')
    const seen = follow(url, changes)

    const { documents } = await client.samples(3, 1)
    await expect.poll(() => finishedIn(seen).length).toBeGreaterThan(0)
    await postgres.kill()
    await postgres.start()
    const late = await client.upload(image)

    const all = [...documents, late.id].toSorted()
    await expect.poll(() => finishedIn(seen).toSorted()).toEqual(all)
  })

  test('with the database unavailable at the start, requests are answered 503 until it is available', async () => {
    await postgres.stop()
    const { url, output } = await startGateway()
    const client = createClient(url)

    const rejected = await fetch(`${url}/v1/documents`)
    await postgres.start()

    expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([503, '5'])
    expect(output()).toContain('database unavailable, retrying')
    expect(output()).not.toContain(new URL(postgres.url).password.concat('@'))
    await expect.poll(async () => (await client.get('/v1/documents')).status).toBe(200)
  })

  test('a wrong password fails the start with one sentence', async () => {
    const folder = await temporaryFolder()
    cleanups.push(folder.remove)
    const wrong = new URL(postgres.url)
    wrong.password = 'wrong-secret'

    const start = startGlyphflow(folder.path, { DATABASE_URL: wrong.href })

    await expect(start).rejects.toThrow(
      'DATABASE_URL cannot be used: password authentication failed for user "glyphflow"',
    )
    await expect(start).rejects.not.toThrow('wrong-secret')
  })
})
