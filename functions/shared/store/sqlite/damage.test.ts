import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  addPages,
  exampleDocument,
  exampleKey,
  exampleLetter,
  examplePage,
  textResult,
} from '../contract/examples.fixture.ts'
import { type Store, StoreUnavailableError } from '../store.ts'
import { openConnections } from './opening/open.ts'
import { newPath, open } from './store.fixture.ts'
import { createSqliteStore } from './store.ts'

const longText = 'word '.repeat(5000)
const longImage = new Uint8Array(40_000).fill(7)
const page = examplePage(longImage)

/** Store and its write connection. */
function openOnConnection(path: string) {
  const connections = openConnections(path)
  const store = createSqliteStore(path, connections)
  onTestFinished(() => store.close())
  return { store, writer: connections.writer }
}

describe('a full disk', () => {
  const limitTo = (pages: number) => `PRAGMA max_page_count = ${pages}`

  test.each([
    ['a document', (store) => store.addDocument(exampleDocument({ pages: [page] }))],
    ['a text', (store, id) => store.applyResult(textResult(id, { text: longText }))],
    [
      'a dead letter',
      (store) => store.recordDeadLetter(exampleLetter({ attributes: { longText } })),
    ],
  ] as Write[])('rejects %s entirely, and accepts it once there is space', async (_, write) => {
    const path = newPath()
    const { store, writer } = openOnConnection(path)
    const documentId = await addPages(store, 1)
    const before = await stateOf(store)
    writer.exec(limitTo(1))

    await expect(write(store, documentId)).rejects.toThrow(StoreUnavailableError)
    const after = await stateOf(store)
    writer.exec(limitTo(1_000_000))
    await write(store, documentId)

    expect(after).toEqual(before)
    expect(await stateOf(store)).not.toEqual(before)
    expect(writer.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' })
  })

  test('does not use up an idempotency key', async () => {
    const { store, writer } = openOnConnection(newPath())
    const idempotency = exampleKey()
    const document = exampleDocument({ pages: [page], idempotency })
    writer.exec(limitTo(1))
    await expect(store.addDocument(document)).rejects.toThrow('database or disk is full')
    writer.exec(limitTo(1_000_000))

    expect(await store.addDocument(document)).toEqual({ added: true })
  })
})

describe('a temporarily unavailable database', () => {
  test('moved: nothing is written to the moved file', async () => {
    const path = newPath()
    const store = open(path)
    const documentId = await addPages(store, 1)
    renameSync(path, `${path}.away`)

    const refused = store.applyResult(textResult(documentId))

    await expect(refused).rejects.toThrow(`${path} was moved or deleted`)
    renameSync(`${path}.away`, path)
    expect(await store.applyResult(textResult(documentId))).toMatchObject({ changed: true })
  })

  test('replaced: nothing is written to another file at the path', async () => {
    const path = newPath()
    const store = open(path)
    rmSync(path)
    writeFileSync(path, '')

    const refused = store.addDocument(exampleDocument())

    await expect(refused).rejects.toThrow(StoreUnavailableError)
  })

  test('read-only: writes are rejected, reads succeed', async () => {
    const { store, writer } = openOnConnection(newPath())
    const documentId = await addPages(store, 1)
    writer.exec('PRAGMA query_only = ON')

    await expect(store.applyResult(textResult(documentId))).rejects.toThrow(StoreUnavailableError)
    expect(await store.document(documentId)).toMatchObject({ status: 'queued' })
  })
})

test('an error of the caller is not reported as an unavailable store', async () => {
  const store = open(newPath())
  const document = exampleDocument()
  await store.addDocument(document)

  const refused = store.addDocument(document)

  await expect(refused).rejects.not.toThrow(StoreUnavailableError)
})

type Write = [string, (store: Store, documentId: string) => Promise<unknown>]

async function stateOf(store: Store) {
  return [
    await store.documents({ limit: 10 }),
    await store.queuedPages(),
    await store.feedBounds(),
    await store.countDeadLetters(),
  ]
}
