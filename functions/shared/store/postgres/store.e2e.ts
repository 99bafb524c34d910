import { describe, expect, onTestFinished, test } from 'vitest'
import { phrasesOf } from '../../search/phrases.ts'
import {
  addPages,
  addWithTexts,
  changesOf,
  exampleDocument,
  imageOf,
  textResult,
} from '../contract/examples.fixture.ts'
import { describeDatabase } from '../database.contract.ts'
import { describeStore } from '../store.contract.ts'
import { DamagedError, SearchTooSlowError, StoreUnavailableError } from '../store.ts'
import { end, openPool } from './connections.ts'
import { createDatabase } from './database.ts'
import { search } from './search/search.ts'
import { ask, connected, open, ownPostgres, postgresIsHere } from './store.fixture.ts'

// away.e2e.ts tests crashes and lost connections.
const postgres = ownPostgres({ settings: { fsync: 'off' } })

describe.skipIf(!postgresIsHere)('PostgreSQL', () => {
  describeStore('store', async (options) => {
    const url = await postgres.newUrl()
    return { store: await open(url, options), openAnother: () => open(url, options) }
  })

  describeDatabase('database', async () => {
    const url = await postgres.newUrl()
    await open(url)
    const pool = openPool(url)
    onTestFinished(() => end(pool))
    return createDatabase({ pool, isReady: () => true })
  })

  test('the tests above caused no deadlock', async () => {
    const [row] = await ask(
      postgres.server().url,
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    )

    expect(row).toEqual({ deadlocks: 0 })
  })

  test('one transaction at a time assigns change numbers, so that they become visible in order', async () => {
    const url = await postgres.newUrl()
    const store = await open(url)
    const slow = await connected(url)
    await slow.query(`
      BEGIN;
      UPDATE feed SET latest = latest + 1;
      INSERT INTO changes (change, at, document_id, kind, status)
        SELECT latest, 0, 'slow', 'document', 'queued' FROM feed`)

    const adding = addPages(store, 1)
    await untilSomeWait(url, 1)
    const early = await changesOf(store)
    await slow.query('COMMIT')
    await slow.end()
    const documentId = await adding

    expect(early).toEqual([])
    expect(await changesOf(store)).toMatchObject([
      { change: 1, documentId: 'slow' },
      { change: 2, documentId },
    ])
  })

  test('a value changed by other means is damaged, and the other values are not', async () => {
    const url = await postgres.newUrl()
    const store = await open(url)
    const documentId = await addWithTexts(store, ['one', 'two'])
    const whole = await addWithTexts(store, ['three'])
    await ask(
      url,
      `UPDATE texts SET text = 'TWO' WHERE text = 'two';
       UPDATE chunks SET bytes = '\\x00' WHERE page_id = 1`,
    )

    await expect(store.document(documentId)).rejects.toThrow(DamagedError)
    await expect(imageOf(store, documentId, 1)).rejects.toThrow(DamagedError)
    expect(await store.document(whole)).toMatchObject({ pages: [{ text: 'three' }] })
    expect(await imageOf(store, documentId, 2)).not.toBeNull()
  })

  test.each([
    ['disk_full', 'No space left on device'],
    ['read_only_sql_transaction', 'cannot execute INSERT in a read-only transaction'],
    ['io_error', 'could not write block'],
  ])('a server that answers %s is unavailable, and nothing was done: %s', async (code, message) => {
    const url = await postgres.newUrl()
    const store = await open(url)
    await ask(
      url,
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION '${message}' USING ERRCODE = '${code}'; END $$;
       CREATE TRIGGER refuse BEFORE INSERT ON originals EXECUTE FUNCTION refuse()`,
    )

    const refused = store.addDocument(exampleDocument())

    await expect(refused).rejects.toThrow(StoreUnavailableError)
    await expect(refused).rejects.toThrow(message)
    expect(await store.queuedPages()).toBe(0)
    expect(await store.feedBounds()).toEqual({ oldest: 0, latest: 0 })
  })

  test('an error of the caller is not reported as an unavailable store', async () => {
    const store = await open(await postgres.newUrl())
    const document = exampleDocument()
    await store.addDocument(document)

    const refused = store.addDocument(document)

    await expect(refused).rejects.not.toThrow(StoreUnavailableError)
  })

  test('a search beyond its timeout is too slow, and the next one is not', async () => {
    const url = await postgres.newUrl()
    const store = await open(url)
    const documentId = await addWithTexts(store, ['a word'])
    const slow = await connected(url)
    await slow.query('BEGIN; LOCK TABLE texts IN ACCESS EXCLUSIVE MODE')

    const refused = store.documents({ query: 'word', limit: 10 })

    await expect(refused).rejects.toThrow(SearchTooSlowError)
    await slow.end()
    const { documents } = await store.documents({ query: 'word', limit: 10 })
    expect(documents.map(({ id }) => id)).toEqual([documentId])
  })

  test('any number of slow searches leaves connections to other calls', async () => {
    const url = await postgres.newUrl()
    const store = await open(url)
    await addWithTexts(store, ['a word'])
    const slow = await connected(url)
    await slow.query('BEGIN; LOCK TABLE texts IN ACCESS EXCLUSIVE MODE')

    const searches = Array.from({ length: 20 }, () => store.documents({ query: 'word', limit: 1 }))
    await untilSomeWait(url, 2)
    await addPages(store, 1)
    await slow.query('ROLLBACK')
    await slow.end()

    const lists = await Promise.all(searches)
    expect(lists.map(({ documents }) => documents.length)).toEqual(lists.map(() => 1))
  })

  test('statements after a search have the default timeout', async () => {
    const url = await postgres.newUrl()
    await addWithTexts(await open(url), ['a word'])
    const pool = openPool(url)
    onTestFinished(() => end(pool))
    const database = createDatabase({ pool, isReady: () => true })

    const searchOptions = {
      ...{ status: null, kind: null, batch: null, createdAfter: 0, createdBefore: 9e15 },
      ...{ limit: 1, position: 0 },
    }

    const timeouts = await database.read(async (snapshot) => {
      const before = await snapshot.get('SHOW statement_timeout')
      const found = await search(snapshot, phrasesOf('word'), searchOptions, () => 1000)
      return { before, after: await snapshot.get('SHOW statement_timeout'), found: found.length }
    })

    expect(timeouts.after).toEqual(timeouts.before)
    expect(timeouts.found).toBe(1)
  })

  test('a text with more words than the server can index is stored, and found by its first words', async () => {
    const store = await open(await postgres.newUrl())
    const documentId = await addPages(store, 1)
    const text = Array.from({ length: 200_000 }, (_, index) => `word${index}`).join(' ')

    await store.applyResult(textResult(documentId, { text, words: [] }))

    const { documents } = await store.documents({ query: 'word0 word20000', limit: 10 })
    expect(documents.map(({ id }) => id)).toEqual([documentId])
    expect((await store.page(documentId, 1))?.text).toBe(text)
  })
})

/** Waits until `count` transactions wait for a lock. */
async function untilSomeWait(url: string, count: number): Promise<void> {
  await expect
    .poll(() => ask(url, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))
    .toHaveLength(count)
}
