import { describe, expect, test } from 'vitest'
import { digestOf } from '../../events/contract/digest.ts'
import type { NewDocument } from '../values/new-document.ts'
import {
  addWithTexts,
  exampleDocument,
  exampleKey,
  examplePages,
  imageOf,
  type OpenTestStore,
} from './examples.fixture.ts'

const exampleKeyless = (changes: Partial<NewDocument> = {}) => ({
  ...exampleDocument(changes),
  idempotency: null,
})

const hourMs = 60 * 60 * 1000

export function describeAdditions(open: OpenTestStore) {
  describe('additions', () => {
    test('a document is stored with its queued pages', async () => {
      const { store } = await open()
      const document = exampleDocument({ batch: 'b1', pages: examplePages(2) })

      const added = await store.addDocument(document)

      expect(added).toEqual({ added: true })
      const stored = await store.document(document.id)
      expect(stored).toMatchObject({ id: document.id, status: 'queued', finishedAt: null })
      expect(stored).toMatchObject({ filename: 'scan.png', batch: 'b1', language: 'eng' })
      expect(stored?.createdAt).toEqual(document.createdAt)
      expect(stored?.pages.map(({ page }) => page)).toEqual([1, 2])
      expect(stored?.pages[0]).toEqual({
        ...{ page: 1, originalPage: null, status: 'queued', try: 1, width: 100, height: 200 },
        text: null,
        ...{
          confidence: null,
          coverage: null,
          language: null,
          engine: null,
          model: null,
          timings: null,
          rotate: 0,
          error: null,
        },
        finishedAt: null,
        correctedAt: null,
      })
    })

    test('originals come back byte for byte', async () => {
      const { store } = await open()
      const document = exampleDocument({ pages: examplePages(2) })

      await store.addDocument(document)

      const original = await store.original(document.id, 2)
      const image = Uint8Array.of(2, 0, 255)
      expect(original).toMatchObject({ mediaType: 'image/png', bytes: 3, digest: digestOf(image) })
      expect(await imageOf(store, document.id, 2)).toEqual(image)
    })

    test('unknown documents, pages and originals are null', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['text'])

      expect(await store.document('unknown')).toBeNull()
      expect(await store.page(documentId, 2)).toBeNull()
      expect(await store.original(documentId, 2)).toBeNull()
      expect(await store.unappendedPages('unknown')).toEqual([])
    })

    test('a document with a page that cannot be saved is not saved', async () => {
      const { store } = await open()
      const idempotency = exampleKey()
      const [first, second] = examplePages(2)
      if (!first || !second) throw new Error('Expected two pages')
      const broken = exampleDocument({
        idempotency,
        pages: [first, { ...second, width: Number.NaN }],
      })

      await expect(store.addDocument(broken)).rejects.toThrow()

      expect(await store.document(broken.id)).toBeNull()
      expect(await store.original(broken.id, 1)).toBeNull()
      expect(await store.queuedPages()).toBe(0)
      expect(await store.feedBounds()).toEqual({ oldest: 0, latest: 0 })
      expect(await store.addDocument(exampleDocument({ idempotency }))).toEqual({ added: true })
    })

    test('documents are saved atomically, each with its change', async () => {
      const { store } = await open()
      const documents = [1, 2, 3].map(() => exampleKeyless())
      const broken = exampleKeyless({
        pages: examplePages(1).map((page) => ({ ...page, width: Number.NaN })),
      })

      await store.addDocuments(documents)
      await expect(store.addDocuments([exampleKeyless(), broken])).rejects.toThrow()

      expect((await store.unappended(10)).map(({ documentId }) => documentId)).toEqual(
        documents.map(({ id }) => id),
      )
      expect(await store.changesAfter(0, { limit: 10 })).toMatchObject(
        documents.map(({ id }, index) => ({ change: index + 1, documentId: id, status: 'queued' })),
      )
    })

    test('an existing id is rejected and its document stays unchanged', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['first'])
      const before = await store.document(documentId)

      await expect(store.addDocument(exampleDocument({ id: documentId }))).rejects.toThrow()

      expect(await store.document(documentId)).toEqual(before)
    })

    test('queued pages are counted over all documents', async () => {
      const { store } = await open()
      await addWithTexts(store, ['read', null, null])
      await addWithTexts(store, [null])

      expect(await store.queuedPages()).toBe(3)
    })
  })

  describe('idempotency keys', () => {
    test('a known key saves nothing and resolves with its document', async () => {
      const { store } = await open()
      const first = exampleDocument({ idempotency: exampleKey({ fingerprint: 'f1' }) })
      const second = exampleDocument({ idempotency: exampleKey({ fingerprint: 'f2' }) })
      expect(await store.hasIdempotencyKey(exampleKey().key)).toBe(false)
      await store.addDocument(first)

      const added = await store.addDocument(second)

      expect(added).toEqual({ added: false, documentId: first.id, fingerprint: 'f1' })
      expect(await store.hasIdempotencyKey(exampleKey().key)).toBe(true)
      expect(await store.document(second.id)).toBeNull()
      expect((await store.feedBounds()).latest).toBe(1)
    })

    test('of two concurrent documents with the same key, one is saved', async () => {
      const { store, openAnother } = await open()
      const another = await openAnother()
      const documents = [1, 2].map(() => exampleDocument({ idempotency: exampleKey() }))

      const results = await Promise.all(
        documents.map((document, index) => (index ? another : store).addDocument(document)),
      )

      const saved = documents[results.findIndex(({ added }) => added)]
      const refused = results.filter(({ added }) => !added)
      expect(refused).toEqual([{ added: false, documentId: saved?.id, fingerprint: 'f' }])
      expect((await store.documents({ limit: 10 })).documents).toHaveLength(1)
    })

    test('a key is valid until it is pruned, independent of the clock', async () => {
      const { store } = await open()
      const first = exampleDocument({ idempotency: exampleKey() })
      const later = new Date(first.createdAt.getTime() + 48 * hourMs)
      await store.addDocument(first)

      const idempotency = exampleKey({ at: later })
      const second = await store.addDocument(exampleDocument({ idempotency, createdAt: later }))

      expect(second).toEqual({ added: false, documentId: first.id, fingerprint: 'f' })
    })
  })
}
