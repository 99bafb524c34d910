import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import {
  addPages,
  exampleDocument,
  exampleLetter,
  textResult,
} from '../contract/examples.fixture.ts'
import { type Store, StoreUnavailableError } from '../store.ts'
import { newPath, open } from './store.fixture.ts'

/** Acquires the write lock of a file, as another process would; returns its release. */
function lock(path: string): () => void {
  const another = new DatabaseSync(path)
  onTestFinished(() => another.close())
  another.exec('BEGIN IMMEDIATE')
  return () => another.exec('ROLLBACK')
}

/** Longest time for which `work` blocked the event loop. */
async function longestBlockMs(work: Promise<unknown>) {
  let isDone = false
  const done = () => {
    isDone = true
  }
  void work.then(done, done)
  let longest = 0
  for (let last = performance.now(); !isDone; ) {
    await pause(1)
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  return longest
}

const writes: [string, (store: Store, documentId: string) => Promise<unknown>][] = [
  ['addDocument', (store) => store.addDocument(exampleDocument())],
  ['markAppended', (store, id) => store.markAppended(id, [{ page: 1, try: 1 }])],
  ['claimUnappended', (store, documentId) => store.claimUnappended([{ documentId, ...first }])],
  ['applyResult', (store, id) => store.applyResult(textResult(id))],
  ['recordDeadLetter', (store) => store.recordDeadLetter(exampleLetter())],
  ['redrive', (store, id) => store.redrive(id)],
  ['requeueLost', (store) => store.requeueLost({ upTo: 1, after: null })],
  ['deleteDocument', (store, id) => store.deleteDocument(id)],
  ['prune', (store) => store.prune({ changesBefore: new Date(0), keysBefore: new Date(0) })],
]
const first = { page: 1, try: 1, claims: 0 }

test.each(writes)('%s waits for another process without blocking other calls', async (_, write) => {
  const path = newPath()
  const store = open(path)
  const documentId = await addPages(store, 1)
  const unlock = lock(path)

  const written = write(store, documentId)
  const heldUp = longestBlockMs(written)
  for (let count = 0; count < 5; count++) {
    await pause(100)
    await store.document(documentId)
  }
  unlock()
  await written

  expect(await heldUp).toBeLessThan(1000)
})

test('waiting writes run in the order of the calls', async () => {
  const path = newPath()
  const store = open(path)
  const unlock = lock(path)
  const documents = ['a', 'b', 'c', 'd'].map((id) => exampleDocument({ id }))

  const added = Promise.all(documents.map((document) => store.addDocument(document)))
  const during = (await store.documents({ limit: 9 })).documents
  unlock()
  await added

  const { documents: after } = await store.documents({ limit: 9 })
  expect(during).toEqual([])
  expect(after.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a'])
})

test('a failing write does not fail the writes after it', async () => {
  const path = newPath()
  const store = open(path)
  const twice = exampleDocument()
  const unlock = lock(path)

  const added = Promise.allSettled([twice, twice, exampleDocument()].map(store.addDocument))
  unlock()

  expect((await added).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('writes beyond the lock timeout are rejected without effect', async () => {
  const path = newPath()
  const store = open(path, { lockTimeoutMs: 200 })
  const unlock = lock(path)
  const startedAt = performance.now()

  const refused = await Promise.allSettled(
    Array.from({ length: 50 }, () => store.addDocument(exampleDocument())),
  )
  const waitedMs = performance.now() - startedAt
  unlock()

  for (const each of refused) {
    expect(each).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailableError) })
  }
  expect(waitedMs).toBeGreaterThanOrEqual(200)
  expect(waitedMs).toBeLessThan(5000)
  expect((await store.documents({ limit: 9 })).documents).toEqual([])
  expect(await store.addDocument(exampleDocument())).toEqual({ added: true })
})

test('an existing store can be opened while another process holds the lock', async () => {
  const path = newPath()
  const documentId = await addPages(open(path), 1)
  const unlock = lock(path)

  const startedAt = performance.now()
  const store = open(path)
  const openedMs = performance.now() - startedAt
  const document = await store.document(documentId)
  unlock()

  expect(document).not.toBeNull()
  expect(openedMs).toBeLessThan(2000)
})
