import { describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import {
  addAppended,
  addPages,
  addWithTexts,
  appendAgain,
  changesOf,
  exampleDocument,
  exampleKey,
  loseAll,
  type OpenTestStore,
} from './examples.fixture.ts'

const never = new Date(0)

function pruneChanges(store: Store, before: number) {
  return store.prune({ changesBefore: new Date(before), keysBefore: never })
}

/** Store with one change at each of the times. */
async function withChangesAt(open: OpenTestStore, times: number[]) {
  let now = 0
  const { store } = await open({ now: () => now })
  for (now of times) await addPages(store, 1)
  return store
}

export function describePrune(open: OpenTestStore) {
  describe('prune', () => {
    test.each([
      { times: [10, 20, 30], before: 20, left: [20, 30] },
      { times: [10, 20, 30], before: 5, left: [10, 20, 30] },
      { times: [10, 20, 30], before: 31, left: [] },
      { times: [10, 90, 20, 30], before: 50, left: [90, 20, 30] },
      { times: [90, 10, 20, 30], before: 50, left: [90, 10, 20, 30] },
      { times: [10, 20, 60, 15, 70], before: 50, left: [60, 15, 70] },
      { times: [], before: 50, left: [] },
    ])('of changes at $times, pruning before $before leaves $left', async (example) => {
      const store = await withChangesAt(open, example.times)
      const latest = example.times.length

      await pruneChanges(store, example.before)

      const left = await changesOf(store)
      expect(left.map(({ at }) => at.getTime())).toEqual(example.left)
      const oldest = latest - example.left.length
      expect(await store.feedBounds()).toEqual({ oldest, latest })
      expect(left.map(({ change }) => change)).toEqual(
        example.left.map((_, index) => oldest + index + 1),
      )
    })

    test('numbers continue after a pruning', async () => {
      const store = await withChangesAt(open, [10, 20])
      await pruneChanges(store, 100)

      await addPages(store, 1)

      expect(await changesOf(store)).toMatchObject([{ change: 3 }])
      expect(await store.feedBounds()).toEqual({ oldest: 2, latest: 3 })
    })

    test('documents and texts stay unchanged', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['kept', null])
      const before = await store.document(documentId)
      const later = new Date(Date.now() + 1_000_000)

      await store.prune({ changesBefore: later, keysBefore: later })

      expect(await store.document(documentId)).toEqual(before)
      expect((await store.documents({ query: 'kept', limit: 9 })).documents).toHaveLength(1)
      expect(await store.unappendedPages(documentId)).toHaveLength(1)
    })

    test('more changes than one slice are all pruned', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 2000)
      for (let count = 0; count < 3; count++) {
        await loseAll(store)
        await appendAgain(store, documentId)
      }

      await pruneChanges(store, Date.now() + 1_000_000)

      const { latest } = await store.feedBounds()
      expect(latest).toBeGreaterThan(5000)
      expect(await store.feedBounds()).toEqual({ oldest: latest, latest })
    })

    test.each([
      { after: -1, added: false },
      { after: 0, added: false },
      { after: 1, added: true },
    ])('a key pruned $after ms after its creation: added is $added', async ({ after, added }) => {
      const { store } = await open()
      const idempotency = exampleKey()
      const first = exampleDocument({ idempotency, createdAt: new Date(0) })
      await store.addDocument(first)
      const keysBefore = new Date(idempotency.at.getTime() + after)

      await store.prune({ changesBefore: never, keysBefore })
      const second = await store.addDocument(exampleDocument({ idempotency }))

      expect(second.added).toBe(added)
      expect(await store.document(first.id)).not.toBeNull()
    })
  })
}
