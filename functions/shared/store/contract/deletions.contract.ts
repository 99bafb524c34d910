import { describe, expect, test } from 'vitest'
import {
  addWithTexts,
  changesOf,
  exampleDocument,
  exampleKey,
  type OpenTestStore,
} from './examples.fixture.ts'

export function describeDeletions(open: OpenTestStore) {
  describe('deletions', () => {
    test('a document is deleted with texts, originals and key', async () => {
      const { store } = await open()
      const idempotency = exampleKey()
      const documentId = await addWithTexts(store, ['secret', null], { idempotency })

      const deleted = await store.deleteDocument(documentId)

      expect(deleted).toBe(true)
      expect(await store.document(documentId)).toBeNull()
      expect(await store.page(documentId, 1)).toBeNull()
      expect(await store.original(documentId, 1)).toBeNull()
      expect(await store.submission(documentId, 2)).toBeNull()
      expect(await store.unappended(10)).toEqual([])
      expect(await store.queuedPages()).toBe(0)
      expect((await store.documents({ query: 'secret', limit: 10 })).documents).toEqual([])
      expect(await store.addDocument(exampleDocument({ idempotency }))).toEqual({ added: true })
    })

    test('the deletion of an unknown document changes nothing', async () => {
      const { store } = await open()

      expect(await store.deleteDocument('unknown')).toBe(false)
      expect(await store.feedBounds()).toEqual({ oldest: 0, latest: 0 })
    })

    test('of two handles that delete a document, one resolves with true', async () => {
      const { store, openAnother } = await open()
      const another = await openAnother()
      const documentId = await addWithTexts(store, ['read'])
      const { latest } = await store.feedBounds()

      const deleted = await Promise.all(
        [store, another].map((handle) => handle.deleteDocument(documentId)),
      )

      expect(deleted.toSorted()).toEqual([false, true])
      expect(await changesOf(store, latest)).toMatchObject([{ documentId, status: 'deleted' }])
    })
  })
}
