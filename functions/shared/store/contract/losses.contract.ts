import { describe, expect, test } from 'vitest'
import {
  addAppended,
  addPages,
  appendAgain,
  changesOf,
  failedResult,
  loseAll,
  type OpenTestStore,
  overtake,
  textResult,
} from './examples.fixture.ts'

export function describeLosses(open: OpenTestStore) {
  describe('losses', () => {
    test('an overtaken page is queued with its next try, unappended', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 2)
      await store.applyResult(textResult(documentId, { page: 1 }))
      const { latest } = await store.feedBounds()

      const count = await loseAll(store)

      expect(count).toBe(1)
      expect(await store.unappendedPages(documentId)).toEqual([{ page: 2, try: 2 }])
      expect(await store.document(documentId)).toMatchObject({
        ...{ status: 'processing', pages: [{ status: 'done' }, { status: 'queued', try: 2 }] },
      })
      const changes = (await changesOf(store, latest)).filter(
        (each) => each.documentId === documentId,
      )
      expect(changes).toMatchObject([{ kind: 'page', page: 2, status: 'queued', try: 2 }])
    })

    test('no page is lost before a page appended later has ended', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 2)
      await store.applyResult(textResult(documentId, { page: 2 }))
      const mark = await store.latestAppend()
      await addAppended(store, 1)
      const { latest } = await store.feedBounds()

      const count = await store.requeueLost({ upTo: mark, after: mark })

      expect(count).toBe(0)
      expect((await store.feedBounds()).latest).toBe(latest)
    })

    test('only appended pages up to the mark are lost', async () => {
      const { store } = await open()
      await addPages(store, 1)
      const [first, second] = [await addAppended(store, 1), await addAppended(store, 1)]
      const mark = await store.latestAppend()
      await overtake(store)

      const count = await store.requeueLost({ upTo: mark - 1, after: mark })

      expect(count).toBe(1)
      expect(await store.page(first, 1)).toMatchObject({ try: 2 })
      expect(await store.page(second, 1)).toMatchObject({ try: 1 })
    })

    test('a lost page is requeued three times, and then fails as lost', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      const states: unknown[] = []

      for (let count = 0; count < 5; count++) {
        await loseAll(store)
        const page = await store.page(documentId, 1)
        states.push([page?.status, page?.try, page?.error?.code])
        await appendAgain(store, documentId)
      }

      expect(states).toEqual([
        ['queued', 2, undefined],
        ['queued', 3, undefined],
        ['queued', 4, undefined],
        ['failed', 4, 'lost'],
        ['failed', 4, 'lost'],
      ])
      expect(await store.document(documentId)).toMatchObject({ status: 'failed' })
      const changes = await store.changesAfter(0, { documentId, limit: 100 })
      expect(changes.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
        ...['document queued', 'page queued', 'page queued', 'page queued'],
        ...['page failed', 'document failed'],
      ])
      expect((await store.document(documentId))?.finishedAt).not.toBeNull()
    })

    test('with `after` null, pages are lost without being overtaken', async () => {
      const { store } = await open()
      const [lost, waiting] = [await addAppended(store, 1), await addAppended(store, 1)]
      const mark = (await store.latestAppend()) - 1

      const count = await store.requeueLost({ upTo: mark, after: null })

      expect(count).toBe(1)
      expect(await store.unappendedPages(lost)).toEqual([{ page: 1, try: 2 }])
      expect(await store.unappendedPages(waiting)).toEqual([])
    })

    test('a late text replaces the failure', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      for (let count = 0; count < 4; count++) {
        await loseAll(store)
        await appendAgain(store, documentId)
      }

      const { changed } = await store.applyResult(textResult(documentId, { text: 'late' }))

      expect(changed).toBe(true)
      expect(await store.page(documentId, 1)).toMatchObject({
        ...{ status: 'done', text: 'late', error: null },
      })
    })

    test('a redrive resets the count of losses', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      for (let count = 0; count < 4; count++) {
        await loseAll(store)
        await appendAgain(store, documentId)
      }

      await store.redrive(documentId)
      await appendAgain(store, documentId)
      await loseAll(store)

      expect(await store.page(documentId, 1)).toMatchObject({ status: 'queued', try: 6 })
    })

    test('a page that failed as lost does not count as overtaking', async () => {
      const { store } = await open()
      await overtake(store)
      const lost = await addAppended(store, 1)
      for (let count = 0; count < 4; count++) {
        await store.requeueLost({ upTo: 100, after: 0 })
        await appendAgain(store, lost)
      }
      await addAppended(store, 1)

      const count = await store.requeueLost({ upTo: 100, after: 1 })

      expect(await store.page(lost, 1)).toMatchObject({ error: { code: 'lost' } })
      expect(count).toBe(0)
    })

    test('a late failure of the lost try changes nothing', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      await loseAll(store)
      const { latest } = await store.feedBounds()

      const { changed } = await store.applyResult(failedResult(documentId, { try: 1 }))

      expect(changed).toBe(false)
      expect((await store.feedBounds()).latest).toBe(latest)
    })

    test('of two handles that requeue lost pages, one requeues each page', async () => {
      const { store, openAnother } = await open()
      const another = await openAnother()
      const documentId = await addAppended(store, 50)
      const mark = await store.latestAppend()
      await overtake(store)

      const counts = await Promise.all(
        [store, another].map((handle) => handle.requeueLost({ upTo: mark, after: mark })),
      )

      expect(counts.toSorted((a, b) => a - b)).toEqual([0, 50])
      const pages = (await store.document(documentId))?.pages ?? []
      expect(pages.every(({ status, try: number }) => status === 'queued' && number === 2)).toBe(
        true,
      )
    })

    test('more lost pages than one slice are all requeued', async () => {
      const { store } = await open()
      await addAppended(store, 1500)

      const count = await loseAll(store)

      expect(count).toBe(1500)
      expect(await store.unappended(2000)).toHaveLength(1500)
    })
  })
}
