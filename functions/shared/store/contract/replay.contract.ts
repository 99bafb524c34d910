import { describe, expect, test } from 'vitest'
import {
  addAppended,
  addWithTexts,
  appendAgain,
  changesOf,
  failedResult,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

const all = { pages: 'all' } as const

export function describeReplay(open: OpenTestStore) {
  describe('a redrive of all pages', () => {
    test('queues done pages too, which stay readable', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['one', 'two'])
      const before = await store.document(documentId)
      const { latest } = await store.feedBounds()

      const pages = await store.redrive(documentId, all)

      expect(pages).toEqual([1, 2])
      expect(await store.unappendedPages(documentId)).toEqual([
        { page: 1, try: 2 },
        { page: 2, try: 2 },
      ])
      expect(await store.submission(documentId, 2)).toMatchObject({ page: 2, try: 2 })
      expect(await store.queuedPages()).toBe(2)
      expect(await store.document(documentId)).toEqual(before)
      expect(await store.page(documentId, 1)).toMatchObject({ status: 'done', text: 'one' })
      expect(
        (await store.documents({ query: 'one', status: 'done', limit: 9 })).documents,
      ).toHaveLength(1)
      expect((await store.feedBounds()).latest).toBe(latest)
    })

    test('queues failed pages as usual', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read', null, null])
      await store.applyResult(failedResult(documentId, { page: 2 }))
      const { latest } = await store.feedBounds()

      const pages = await store.redrive(documentId, all)

      expect(pages).toEqual([1, 2])
      expect(await store.document(documentId)).toMatchObject({
        ...{ status: 'processing', finishedAt: null },
        pages: [{ status: 'done', try: 1 }, { status: 'queued', try: 2, error: null }, { try: 1 }],
      })
      expect(await changesOf(store, latest)).toMatchObject([{ kind: 'page', page: 2, try: 2 }])
    })

    test('a late text of an earlier try does not make its number available again', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      await store.applyResult(failedResult(documentId))
      await store.redrive(documentId)
      await store.applyResult(textResult(documentId, { try: 1 }))

      await store.redrive(documentId, all)

      expect(await store.unappendedPages(documentId)).toEqual([{ page: 1, try: 3 }])
    })

    test('repeated with the same upTo, it queues no page appended since', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 3)
      const upTo = await store.latestAppend()
      for (const page of [1, 2, 3]) await store.applyResult(textResult(documentId, { page }))
      const first = await store.redrive(documentId, { ...all, upTo })
      await appendAgain(store, documentId)
      await store.applyResult(textResult(documentId, { page: 1, try: 2 }))
      await store.applyResult(failedResult(documentId, { page: 2, try: 2 }))

      const again = await store.redrive(documentId, { ...all, upTo })
      const later = await store.redrive(documentId, { ...all, upTo: await store.latestAppend() })

      expect([first, again, later]).toEqual([[1, 2, 3], [], [1, 2]])
    })

    test('of two handles, one queues its pages', async () => {
      const { store, openAnother } = await open()
      const another = await openAnother()
      const documentId = await addWithTexts(store, ['read'])

      const pages = await Promise.all(
        [store, another].map((handle) => handle.redrive(documentId, all)),
      )

      expect(pages.toSorted()).toEqual([[], [1]])
      expect(await store.unappendedPages(documentId)).toEqual([{ page: 1, try: 2 }])
    })

    test('a redrive of an unknown document resolves with null', async () => {
      const { store } = await open()

      expect(await store.redrive('unknown', all)).toBeNull()
    })
  })
}
