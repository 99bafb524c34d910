import { describe, expect, onTestFinished, test } from 'vitest'
import {
  addPages,
  addWithTexts,
  changesOf,
  exampleDocument,
  exampleKey,
  textResult,
} from '../contract/examples.fixture.ts'
import { type Store, StoreUnavailableError } from '../store.ts'
import { openCut } from './cut.fixture.ts'
import { ask, open, ownPostgres, postgresIsHere } from './store.fixture.ts'

const postgres = ownPostgres()

const endAllOthers =
  'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()'

/** Saves documents sequentially until `isOver`; resolves with the ids of the acknowledged ones. */
async function addUntil(store: Store, isOver: () => boolean): Promise<string[]> {
  const acknowledged: string[] = []
  while (!isOver()) {
    const document = exampleDocument()
    try {
      await store.addDocument(document)
      acknowledged.push(document.id)
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error
    }
  }
  return acknowledged
}

/**
 * Runs `breakOnce` repeatedly during four concurrent writers, then checks that each acknowledged document exists once.
 */
async function loseNothingWhile(store: Store, breakOnce: () => Promise<unknown>) {
  let isOver = false
  const writers = [1, 2, 3, 4].map(() => addUntil(store, () => isOver))
  for (const _ of [1, 2, 3]) {
    const { latest } = await store.feedBounds()
    await expect.poll(async () => (await store.feedBounds()).latest).toBeGreaterThan(latest + 20)
    await breakOnce()
  }
  isOver = true
  const acknowledged = (await Promise.all(writers)).flat()

  const ids = (await allChanges(store)).map(({ documentId }) => documentId)
  expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
  expect(await store.queuedPages()).toBe(ids.length)
}

async function allChanges(store: Store) {
  return store.changesAfter(0, { limit: 1_000_000 })
}

function nextChange(store: Store): Promise<void> {
  return new Promise((resolve) => {
    const unwatch = store.watch(() => {
      unwatch()
      resolve()
    })
  })
}

describe.skipIf(!postgresIsHere)('an unavailable database', () => {
  test('writes survive ended connections, without loss or duplicates', async () => {
    const store = await open(await postgres.newUrl())

    await loseNothingWhile(store, () => ask(postgres.server().url, endAllOthers))
  })

  test('writes survive kill -9 of the server, without loss or duplicates', async () => {
    const store = await open(await postgres.newUrl())

    await loseNothingWhile(store, async () => {
      await postgres.server().kill()
      await postgres.server().start()
    })
  })

  test('a watcher is called for changes during a lost connection, and after it', async () => {
    const url = await postgres.newUrl()
    const [store, another] = [await open(url), await open(url)]
    const documentId = await addPages(store, 2)
    await untilNotified(store, () => another.applyResult(textResult(documentId, { page: 1 })))
    let calls = 0
    store.watch(() => calls++)

    await postgres.server().kill()
    await postgres.server().start()
    await expect.poll(() => calls).toBeGreaterThan(0)
    const before = calls
    await another.applyResult(textResult(documentId, { page: 2 }))

    await expect.poll(() => calls).toBeGreaterThan(before)
    expect(await store.document(documentId)).toMatchObject({ status: 'done' })
  })

  test('a hanging server is unavailable, and used again when it resumes', async () => {
    const url = `${await postgres.newUrl()}&query_timeout=2000`
    const store = await open(url)
    await store.queuedPages()
    postgres.server().pause()
    onTestFinished(() => postgres.server().resume())

    const refused = [store.addDocument(exampleDocument()), store.queuedPages()]
    await Promise.all(refused.map((call) => expect(call).rejects.toThrow(StoreUnavailableError)))
    postgres.server().resume()

    expect(await store.addDocument(exampleDocument())).toEqual({ added: true })
  })

  test('a server that is down at the start is used once it is up', async () => {
    const url = await postgres.newUrl()
    await postgres.server().stop()
    const store = await open(url)

    const refused = store.addDocument(exampleDocument())

    await expect(refused).rejects.toThrow(StoreUnavailableError)
    await postgres.server().start()
    await expect.poll(() => store.queuedPages().catch(() => null)).toBe(0)
    expect(await store.addDocument(exampleDocument())).toEqual({ added: true })
  })

  test('a store can be closed while its server hangs', async () => {
    const store = await open(await postgres.newUrl())
    store.watch(() => {})
    await addPages(store, 1)
    postgres.server().pause()
    onTestFinished(() => postgres.server().resume())

    await expect(store.close()).resolves.toBeUndefined()
  })
})

describe.skipIf(!postgresIsHere)('a connection that is lost at COMMIT', () => {
  test.each(['before', 'after'] as const)(
    '%s it reaches the server: writes exist once, and are acknowledged',
    async (when) => {
      const cut = await openCut(await postgres.newUrl())
      const store = await open(cut.url)
      const idempotency = exampleKey()
      const [plain, keyed] = [exampleDocument(), exampleDocument({ idempotency })]

      const added: unknown[] = []
      for (const document of [plain, keyed]) {
        cut.next(when)
        added.push(await store.addDocument(document))
      }
      cut.next(when)
      await store.applyResult(textResult(plain.id))
      cut.next(when)
      await store.markAppended(keyed.id, [{ page: 1, try: 1 }])
      cut.next(when)
      const deleted = await store.deleteDocument(plain.id)

      expect(added).toEqual([{ added: true }, { added: true }])
      expect(deleted).toBe(true)
      expect(cut.count()).toBe(5)
      expect(await store.latestAppend()).toBe(1)
      expect(await changesOf(store)).toMatchObject([
        { change: 1, documentId: plain.id, kind: 'document', status: 'queued' },
        { change: 2, documentId: keyed.id, kind: 'document', status: 'queued' },
        { change: 3, documentId: plain.id, kind: 'page', status: 'done' },
        { change: 4, documentId: plain.id, kind: 'document', status: 'done' },
        { change: 5, documentId: plain.id, kind: 'document', status: 'deleted' },
      ])
    },
  )

  test('reads succeed', async () => {
    const cut = await openCut(await postgres.newUrl())
    const store = await open(cut.url)
    const documentId = await addWithTexts(store, ['read'])

    cut.next('before')
    const document = await store.document(documentId)

    expect(cut.count()).toBe(1)
    expect(document).toMatchObject({ status: 'done' })
  })
})

/** Runs `work`, and waits until a watcher is called for it. */
async function untilNotified(store: Store, work: () => Promise<unknown>) {
  const changed = nextChange(store)
  await work()
  await changed
}
