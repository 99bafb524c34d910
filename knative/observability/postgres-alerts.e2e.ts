import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ask,
  ownPostgres,
  postgresIsHere,
} from '../../functions/shared/store/postgres/store.fixture.ts'
import { uploadImages } from '../../loadtest/system/glyphflow.ts'
import { cannotObserve, openObserved, stubPages } from './observed.fixture.ts'

const documents = 10
const pagesEach = 50
const side = 2500

/** Picture that no database compresses: 18 MB. */
function noise(): Promise<Uint8Array> {
  const channels = 3
  return sharp(randomBytes(side * side * channels), {
    raw: { width: side, height: side, channels },
  })
    .png({ compressionLevel: 0 })
    .toBuffer()
}

describe.skipIf(cannotObserve || !postgresIsHere)('over a real PostgreSQL', () => {
  const postgres = ownPostgres()
  let observed: Awaited<ReturnType<typeof openObserved>>

  const ends: (() => unknown)[] = []
  beforeAll(async () => {
    const DATABASE_URL = await postgres.newUrl()
    observed = await openObserved((end) => ends.push(end), { env: () => ({ DATABASE_URL }) })
  })
  afterAll(async () => {
    for (const end of ends.reverse()) await end()
  })

  const firing = () => expect.poll(() => observed.queries.firing(), { interval: 200 })

  test('log and store fill up with uploads that nobody reads: the alerts fire, and end', async () => {
    const { url, client, misbehave } = observed
    misbehave('hang')

    const ids = [await uploadImages(url, [await noise()])]
    for (let from = 0; from < documents * pagesEach; from += pagesEach) {
      ids.push(await uploadImages(url, stubPages('page', pagesEach, from)))
    }
    await firing().toEqual(expect.arrayContaining(['LogFillsUp', 'StoreFillsUp']))
    for (const id of ids) await fetch(`${url}/v1/documents/${id}`, { method: 'DELETE' })
    misbehave(null)
    await ask(postgres.server().url, 'VACUUM FULL')
    await firing().not.toContain('StoreFillsUp')
    await firing().not.toContain('LogFillsUp')

    expect((await client.list('limit=1')).documents).toEqual([])
  })

  test('PostgreSQL is killed: the alert fires, and ends when it is back', async () => {
    await firing().not.toContain('StoreAway')

    await postgres.server().kill()
    await firing().toContain('StoreAway')
    await postgres.server().start()
    await firing().not.toContain('StoreAway')
  })
})
