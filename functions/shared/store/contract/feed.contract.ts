import { describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import {
  addWithTexts,
  changesOf,
  exampleDocument,
  examplePages,
  failedResult,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

function nextChange(store: Store): Promise<void> {
  return new Promise((resolve) => {
    const unwatch = store.watch(() => {
      unwatch()
      resolve()
    })
  })
}

export function describeFeed(open: OpenTestStore) {
  describe('feed', () => {
    test('the feed has the states of a document in order', async () => {
      const { store } = await open()
      const begun = Date.now()
      const document = exampleDocument({ pages: examplePages(3) })
      await store.addDocument(document)
      await store.applyResult(textResult(document.id, { page: 2 }))
      await store.applyResult(failedResult(document.id, { page: 1 }))
      await store.applyResult(textResult(document.id, { page: 3 }))
      await store.deleteDocument(document.id)

      const changes = await changesOf(store)

      const about = { documentId: document.id, at: expect.any(Date) }
      expect(changes).toEqual([
        { ...about, change: 1, kind: 'document', status: 'queued' },
        { ...about, change: 2, kind: 'page', page: 2, status: 'done', try: 1 },
        { ...about, change: 3, kind: 'document', status: 'processing' },
        { ...about, change: 4, kind: 'page', page: 1, status: 'failed', try: 1 },
        { ...about, change: 5, kind: 'page', page: 3, status: 'done', try: 1 },
        { ...about, change: 6, kind: 'document', status: 'partial' },
        { ...about, change: 7, kind: 'document', status: 'deleted' },
      ])
      expect(changes.every(({ at }) => at.getTime() >= begun)).toBe(true)
      expect(await store.feedBounds()).toEqual({ oldest: 0, latest: 7 })
    })

    test('a write without effect adds no change', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read'])
      const { latest } = await store.feedBounds()

      await store.applyResult(textResult(documentId))
      await store.applyResult(failedResult(documentId, { try: 2 }))
      await store.markAppended(documentId, [{ page: 1, try: 1 }])
      await store.deleteDocument('unknown')

      expect((await store.feedBounds()).latest).toBe(latest)
    })

    test('changes are listed after a number, up to a limit, optionally of one document', async () => {
      const { store } = await open()
      const first = await addWithTexts(store, ['read'])
      const second = await addWithTexts(store, ['read'])
      const all = await changesOf(store)

      expect(await changesOf(store, 2)).toEqual(all.slice(2))
      expect(await store.changesAfter(1, { limit: 2 })).toEqual(all.slice(1, 3))
      expect(await store.changesAfter(0, { limit: 9, documentId: second })).toEqual(all.slice(3))
      expect(await store.changesAfter(1, { limit: 1, documentId: first })).toEqual(all.slice(1, 2))
      expect(await changesOf(store, 6)).toEqual([])
    })

    test('results have the number of the latest change in the feed', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read'])
      await addWithTexts(store, [null])
      const { latest } = await store.feedBounds()

      const answers = [
        await store.document(documentId),
        await store.documents({ limit: 1 }),
        (await store.documents({ limit: 1 })).documents[0],
        await store.documents({ limit: 1, query: 'read' }),
      ]

      expect(latest).toBe(4)
      expect(answers.map((answer) => answer?.changes)).toEqual([4, 4, 4, 4])
    })

    test('a watcher is called for a change by its own store', async () => {
      const { store } = await open()
      const changed = nextChange(store)

      await addWithTexts(store, [null])

      await changed
      expect(await changesOf(store)).toHaveLength(1)
    })

    test('a watcher is called for a change by another handle, which is visible', async () => {
      const { store, openAnother } = await open()
      const another = await openAnother()
      const documentId = await addWithTexts(store, [null])
      const { latest } = await store.feedBounds()
      const changed = nextChange(store)

      await another.applyResult(textResult(documentId))

      await changed
      expect(await changesOf(store, latest)).toMatchObject([{ kind: 'page' }, { status: 'done' }])
    })

    test('a removed watcher is not called, and the others are', async () => {
      const { store } = await open()
      let calls = 0
      const unwatch = store.watch(() => calls++)
      const changed = nextChange(store)

      unwatch()
      await addWithTexts(store, [null])

      await changed
      expect(calls).toBe(0)
    })

    test('a store can be watched again after the last watcher was removed', async () => {
      const { store } = await open()
      store.watch(() => {})()
      const changed = nextChange(store)

      await addWithTexts(store, [null])

      await expect(changed).resolves.toBeUndefined()
    })

    test('two handles write concurrently, and the feed has every change once', async () => {
      const { store, openAnother } = await open()
      const handles = [store, await openAnother()]

      await Promise.all(
        handles.map(async (handle) => {
          for (let count = 0; count < 50; count++) await addWithTexts(handle, ['read'])
        }),
      )

      const numbers = (await changesOf(store)).map(({ change }) => change)
      expect(numbers).toEqual(Array.from({ length: 300 }, (_, index) => index + 1))
    })
  })
}
