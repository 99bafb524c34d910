import { statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exampleDocument } from '../contract/examples.ts'
import { newPath, open } from '../sqlite-store.fixture.ts'
import type { Store } from '../store.ts'
import { openStoreDatabase } from './open.ts'

const mebibyte = 1024 * 1024

async function addOfSize(store: Store, bytes: number) {
  const image = new Uint8Array(bytes).fill(7)
  const page = { mediaType: 'image/png', width: 1, height: 1, image, digest: '' }
  const document = exampleDocument({ pages: [page] })
  await store.addDocument(document)
  return document.id
}

function prune(store: Store) {
  const later = new Date(Date.now() + 1_000_000)
  return store.prune({ changesBefore: later, keysBefore: later })
}

test('a file gets short again when its documents are deleted and it is pruned', async () => {
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
  expect((await store.image(kept, 1))?.image).toHaveLength(10)
})

test('the deletion of an ordinary document leaves no free page behind', async () => {
  const path = newPath()
  const store = open(path)
  const documentId = await addOfSize(store, mebibyte)

  await store.deleteDocument(documentId)

  const database = openStoreDatabase(path)
  const free = database.prepare('PRAGMA freelist_count').get()
  database.close()
  expect(free).toEqual({ freelist_count: 0 })
})

test('the write-ahead log gets short again after a large upload', async () => {
  const path = newPath()
  const store = open(path)
  await addOfSize(store, 40 * mebibyte)
  const large = statSync(`${path}-wal`).size

  for (let count = 0; count < 3; count++) await addOfSize(store, 8 * mebibyte)

  expect(large).toBeGreaterThan(40 * mebibyte)
  expect(statSync(`${path}-wal`).size).toBeLessThanOrEqual(16 * mebibyte)
})
