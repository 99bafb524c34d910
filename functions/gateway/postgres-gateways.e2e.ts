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

const postgresIsHere = findBinaries() !== null
if (!postgresIsHere && process.env.CI === 'true') throw new Error('Expected a PostgreSQL from npm')

const picture = join(import.meta.dirname, '../../loadtest/samples/card-surveyor.png')
const ends: (() => Promise<unknown>)[] = []
let postgres: PostgresServer

beforeAll(async () => {
  if (!postgresIsHere) return
  postgres = await createPostgres()
  await postgres.start()
})
afterAll(() => postgres?.remove())
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** One with a data folder of its own, and the database that all share. */
async function startOne(): Promise<RunningGlyphflow & { dataDir: string }> {
  const folder = await temporaryFolder()
  ends.push(folder.remove)
  const glyphflow = await startGlyphflow(folder.path, { DATABASE_URL: postgres.url })
  ends.push(glyphflow.stop)
  return { ...glyphflow, dataDir: folder.path }
}

/** What the stream of a gateway tells from a number on. */
function follow(url: string, after: number): FeedChange[] {
  const seen: FeedChange[] = []
  const reading = new AbortController()
  const following = (async () => {
    for await (const change of followFeed(url, after, reading.signal)) seen.push(change)
  })()
  ends.push(async () => {
    reading.abort()
    await following
  })
  return seen
}

const endsOf = (seen: FeedChange[]) =>
  seen.flatMap((change) => (change.kind === 'page' && change.status === 'done' ? change.id : []))

describe.skipIf(!postgresIsHere)('over PostgreSQL', () => {
  test('a change made through one gateway is in the stream of another, and its text there', async () => {
    const [one, another] = await Promise.all([startOne(), startOne()])
    const { changes } = await createClient(another.url).list('limit=1')
    const seen = follow(another.url, changes)

    const { id } = await createClient(one.url).read(picture)

    await expect.poll(() => endsOf(seen)).toEqual([id])
    const found = await createClient(another.url).list('q=surveyor')
    expect(found.documents.map((document) => document.id)).toContain(id)
    expect(existsSync(join(one.dataDir, 'store.sqlite'))).toBe(false)
  })

  test('kill -9 of PostgreSQL in the middle of a batch: all that was taken is read, and told once', async () => {
    const { url } = await startOne()
    const client = createClient(url)
    const { changes } = await client.list('limit=1')
    const seen = follow(url, changes)

    const { documents } = await client.samples(6, 1)
    await expect.poll(() => endsOf(seen).length).toBeGreaterThan(0)
    await postgres.kill()
    await postgres.start()
    const late = await client.upload(picture)

    const all = [...documents, late.id].toSorted()
    await expect.poll(() => endsOf(seen).toSorted(), { timeout: 60_000 }).toEqual(all)
  })

  test('a database that is away at the start is waited for, and uploads are answered 503', async () => {
    await postgres.stop()
    const { url, output } = await startOne()
    const client = createClient(url)

    const refused = await fetch(`${url}/v1/documents`)
    await postgres.start()

    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect(output()).toContain('database unavailable, retrying')
    expect(output()).not.toContain(new URL(postgres.url).password.concat('@'))
    await expect.poll(async () => (await client.get('/v1/documents')).status).toBe(200)
  })

  test('a password that is wrong ends the start with one sentence', async () => {
    const folder = await temporaryFolder()
    ends.push(folder.remove)
    const wrong = new URL(postgres.url)
    wrong.password = 'wrong-secret'

    const start = startGlyphflow(folder.path, { DATABASE_URL: wrong.href })

    await expect(start).rejects.toThrow(
      'DATABASE_URL cannot be used: password authentication failed for user "glyphflow"',
    )
    await expect(start).rejects.not.toThrow('wrong-secret')
  })
})
