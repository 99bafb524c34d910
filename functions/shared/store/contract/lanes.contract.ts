import { describe, expect, test } from 'vitest'
import {
  addWithTexts,
  appendAgain,
  exampleDocument,
  examplePages,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

export function describeLanes(open: OpenTestStore) {
  describe('lanes', () => {
    test('pages in bulk and others do not overtake one another', async () => {
      const { store } = await open()
      const documents = await Promise.all(
        [false, true].map(async (bulk) => {
          const documentId = await addWithTexts(store, [null, null], { bulk })
          await appendAgain(store, documentId)
          return documentId
        }),
      )
      const mark = await store.latestAppend()
      const losses: unknown[] = []

      for (const bulk of [true, false]) {
        const later = await addWithTexts(store, [null], { bulk })
        await appendAgain(store, later)
        await store.applyResult(textResult(later))
        const count = await store.requeueLost({ upTo: mark, after: mark })
        const tries = documents.map(async (id) => (await store.page(id, 1))?.try)
        losses.push([count, ...(await Promise.all(tries))])
      }

      expect(losses).toEqual([
        [2, 1, 2],
        [2, 2, 2],
      ])
    })

    test('a submission says whether its page is in bulk, and a redrive may change it', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read', 'read'], { bulk: true })
      const laneOf = async (page: number) => (await store.submission(documentId, page))?.bulk

      await store.redrive(documentId, { pages: [1] })
      await store.redrive(documentId, { pages: [2], bulk: false })

      expect([await laneOf(1), await laneOf(2)]).toEqual([true, false])
    })

    test('unappended pages are listed oldest first, whatever their lane', async () => {
      const { store } = await open()
      const ids: string[] = []
      for (const bulk of [true, false, true]) ids.push(await addWithTexts(store, [null], { bulk }))

      const all = await store.unappended(10)
      const two = await store.unappended(2)

      expect(all.map(({ documentId }) => documentId)).toEqual(ids)
      expect(two.map(({ documentId }) => documentId)).toEqual(ids.slice(0, 2))
    })

    test('the latest reader is that of the page appended last, whatever its lane', async () => {
      const { store } = await open()
      const engines: unknown[] = []

      for (const [engine, bulk] of [
        ['one', true],
        ['two', false],
        ['three', true],
      ] as const) {
        const documentId = await addWithTexts(store, [null], { bulk })
        await appendAgain(store, documentId)
        await store.applyResult(textResult(documentId, { engine }))
        engines.push((await store.latestReader())?.engine)
      }

      expect(engines).toEqual(['one', 'two', 'three'])
    })

    test('the pages of a batch are counted up to a limit', async () => {
      const { store } = await open()
      const batch = '0192f0c1-2345-7abc-8def-0123456789ab'
      const before = await store.countBatch(batch, 10)
      for (const count of [3, 2]) {
        await store.addDocument(exampleDocument({ batch, pages: examplePages(count) }))
      }
      await store.addDocument(exampleDocument())

      const counts = [await store.countBatch(batch, 10), await store.countBatch(batch, 4)]

      expect([before, ...counts]).toEqual([0, 5, 4])
    })
  })
}
