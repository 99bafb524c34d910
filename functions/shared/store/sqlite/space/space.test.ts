import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import {
  addWithTexts,
  exampleDocument,
  examplePage,
  imageOf,
} from '../../contract/examples.fixture.ts'
import type { Store } from '../../store.ts'
import { openConnection } from '../connection.ts'
import { alter, newPath, open } from '../store.fixture.ts'

const mebibyte = 1024 * 1024

async function addOfSize(store: Store, bytes: number) {
  const image = new Uint8Array(bytes).fill(7)
  const document = exampleDocument({ pages: [examplePage(image)] })
  await store.addDocument(document)
  return document.id
}

function prune(store: Store) {
  const later = new Date(Date.now() + 1_000_000)
  return store.prune({ changesBefore: later, keysBefore: later })
}

test('a file shrinks after its documents are deleted and it is pruned', async () => {
  const path = newPath()
  const store = open(path)
  await prune(store)
  const empty = statSync(path).size
  const documents = []
  for (let count = 0; count < 20; count++) documents.push(await addOfSize(store, mebibyte))
  const kept = await addOfSize(store, 10)
  const large = await addOfSize(store, 20 * mebibyte)
  for (const documentId of [...documents, large]) await store.deleteDocument(documentId)

  await prune(store)

  expect(statSync(path).size).toBeLessThan(empty + mebibyte / 4)
  expect(await store.original(kept, 1)).toMatchObject({ bytes: 10 })
})

test('the deletion of an ordinary document leaves no free page', async () => {
  const path = newPath()
  const store = open(path)
  const documentId = await addOfSize(store, mebibyte)

  await store.deleteDocument(documentId)

  const database = openConnection(path)
  const free = database.get('PRAGMA freelist_count')
  database.close()
  expect(free).toEqual({ freelist_count: 0 })
})

test('a deletion removes all bytes of the originals from the files', async () => {
  const path = newPath()
  const store = open(path)
  const deleted: string[] = []
  for (const [index, bytes] of [10, 300, 1000, 3000, 5000, 60_000, 3 * mebibyte].entries()) {
    for (let count = 0; count < 5; count++) {
      await addOfSize(store, bytes)
      const image = Buffer.alloc(bytes, 'a picture of')
      const document = exampleDocument({ pages: [examplePage(image), examplePage(image)] })
      if (index > 5 && count > 0) break
      await store.addDocument(document)
      deleted.push(document.id)
    }
  }
  expect(bytesIn(dirname(path)).includes('picture')).toBe(true)

  for (const documentId of deleted) await store.deleteDocument(documentId)

  expect(bytesIn(dirname(path)).includes('picture')).toBe(false)
})

test('deleted bytes that readers keep in the write-ahead log are removed by the next pruning', async () => {
  const path = newPath()
  const store = open(path)
  const document = exampleDocument({ pages: [examplePage(Buffer.alloc(mebibyte, 'a picture of'))] })
  await store.addDocument(document)
  const reader = openConnection(path)
  reader.exec('BEGIN')
  reader.get('SELECT count(*) FROM pages')
  await store.deleteDocument(document.id)
  const meanwhile = bytesIn(dirname(path)).includes('picture')
  reader.exec('COMMIT')
  reader.close()

  await prune(store)

  expect(meanwhile).toBe(true)
  expect(bytesIn(dirname(path)).includes('picture')).toBe(false)
})

test('the remains of an interrupted deletion are removed by the next pruning', async () => {
  const path = newPath()
  const store = open(path)
  await prune(store)
  const empty = statSync(path).size
  await addOfSize(store, 20 * mebibyte)
  alter(path, 'DELETE FROM documents')
  const kept = await addOfSize(store, 10)

  await prune(store)

  expect(statSync(path).size).toBeLessThan(empty + mebibyte / 4)
  expect(await imageOf(store, kept, 1)).toHaveLength(10)
})

test('texts and names of deleted documents are removed by the next pruning', async () => {
  const path = newPath()
  const store = open(path)
  const marked = ['harbour', 'harbourmaster', 'harbours'].join(' ')
  const deleted: string[] = []
  for (let count = 1; count <= 30; count++) {
    const words = Array.from({ length: count * 30 }, (_, index) => `word${index * count}`).join(' ')
    await addWithTexts(store, [words])
    deleted.push(
      await addWithTexts(store, [`${marked} ${words}`, marked], { filename: 'harbour.png' }),
    )
  }
  for (const documentId of deleted) await store.deleteDocument(documentId)

  await prune(store)

  expect(bytesIn(dirname(path)).includes('harbour')).toBe(false)
  expect((await store.documents({ query: 'word7 word0', limit: 50 })).documents).toHaveLength(2)
})

test('texts and names of deleted documents are removed soon', async () => {
  const path = newPath()
  const store = open(path)
  await addWithTexts(store, ['others stay'])
  const documentId = await addWithTexts(store, ['a harbour'], { filename: 'harbour.png' })

  await store.deleteDocument(documentId)

  await expect.poll(() => bytesIn(dirname(path)).includes('harbour')).toBe(false)
})

test('the write-ahead log stays short while a large document is saved', async () => {
  const path = newPath()
  const store = open(path)

  await addOfSize(store, 64 * mebibyte)

  expect(statSync(`${path}-wal`).size).toBeLessThanOrEqual(24 * mebibyte)
})

/** Bytes of all files of the store. */
function bytesIn(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
}

test('the write-ahead log shrinks after a large upload', async () => {
  const path = newPath()
  const store = open(path)
  const pages = [examplePage(new Uint8Array(40 * mebibyte))]
  await store.addDocuments([{ ...exampleDocument({ pages }), idempotency: null }])
  const large = statSync(`${path}-wal`).size

  for (let count = 0; count < 3; count++) await addOfSize(store, 8 * mebibyte)

  expect(large).toBeGreaterThan(40 * mebibyte)
  expect(statSync(`${path}-wal`).size).toBeLessThanOrEqual(16 * mebibyte)
})
