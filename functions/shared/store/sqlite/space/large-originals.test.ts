import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import {
  exampleDocument,
  exampleKey,
  examplePage,
  imageOf,
} from '../../contract/examples.fixture.ts'
import type { NewDocument, NewPage } from '../../values/new-document.ts'
import { openConnection } from '../connection.ts'
import { alter, newPath, open } from '../store.fixture.ts'

const mebibyte = 1024 * 1024
const later = new Date(Date.now() + 1_000_000)
const all = { changesBefore: later, keysBefore: later }

/** Document with two pages of 20 MiB; `onRead` is called before each read. */
function largeDocument(onRead: () => void, changes: Partial<NewDocument> = {}) {
  const image = Buffer.alloc(20 * mebibyte, 'a picture of')
  const page = examplePage(image)
  const read: NewPage['read'] = (from, to) => {
    onRead()
    return page.read(from, to)
  }
  const document = exampleDocument({ ...{ pages: [page, page], ...changes } })
  return { ...document, pages: document.pages.map((page) => ({ ...page, read })), image }
}

function chunksIn(path: string): number | undefined {
  const database = openConnection(path)
  const row = database.get<{ chunks: number }>('SELECT count(*) AS chunks FROM chunks')
  database.close()
  return row?.chunks
}

test('other writes run while a large document is saved', async () => {
  const store = open(newPath())
  let inOneTurn = 0
  let most = 0
  let isSaving = true
  const document = largeDocument(() => {
    inOneTurn += 1
    most = Math.max(most, inOneTurn)
  })

  const saving = store.addDocument(document).finally(() => {
    isSaving = false
  })
  while (isSaving) {
    inOneTurn = 0
    await setImmediate()
  }

  expect(await saving).toEqual({ added: true })
  expect(most).toBeLessThanOrEqual(8)
  for (const page of [1, 2]) {
    expect((await imageOf(store, document.id, page))?.length).toBe(document.image.length)
  }
  const small = exampleDocument()
  await store.addDocument(small)
  expect(await imageOf(store, small.id, 1)).toHaveLength(3)
})

test('pruning does not delete chunks that are being saved', async () => {
  const store = open(newPath())
  const prunings: Promise<void>[] = []
  const document = largeDocument(() => prunings.push(setImmediate().then(() => store.prune(all))))

  await store.addDocument(document)

  expect(prunings.length).toBeGreaterThan(0)
  await Promise.all(prunings)
  expect(Buffer.from((await imageOf(store, document.id, 2)) ?? []).equals(document.image)).toBe(
    true,
  )
})

test('a document whose chunks another process pruned is not saved', async () => {
  const path = newPath()
  const store = open(path)
  let pruning: Promise<void> | undefined
  const document = largeDocument(() => {
    pruning ??= setImmediate().then(() => alter(path, 'DELETE FROM chunks'))
  })

  await expect(store.addDocument(document)).rejects.toThrow('pruned')

  await pruning
  expect(await store.document(document.id)).toBeNull()
  expect(chunksIn(path)).toBe(0)
})

test('a document whose original cannot be read leaves no chunks', async () => {
  const path = newPath()
  const store = open(path)
  let count = 0
  const document = largeDocument(() => {
    count += 1
    if (count === 30) throw new Error('no such file')
  })

  await expect(store.addDocument(document)).rejects.toThrow('no such file')

  expect(chunksIn(path)).toBe(0)
})

test('a repeated upload leaves no second copy, during or after the first', async () => {
  const path = newPath()
  const store = open(path)
  const idempotency = exampleKey()
  const [first, second, third] = [1, 2, 3].map(() => largeDocument(() => {}, { idempotency }))
  if (!first || !second || !third) throw new Error('Expected three documents')

  const together = await Promise.all([store.addDocument(first), store.addDocument(second)])
  const after = await store.addDocument(third)

  expect(together.filter(({ added }) => added)).toHaveLength(1)
  expect(after.added).toBe(false)
  expect(chunksIn(path)).toBe(40)
})
