import { describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import type { Change, PageResult } from '../values/stored.ts'
import {
  addPages,
  changesOf,
  failAndRedrive,
  failedResult,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

/** Permutations of the items. */
function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items]
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  )
}

type Make = (documentId: string) => PageResult
const fails =
  (number: number): Make =>
  (id) =>
    failedResult(id, { try: number })
const reads =
  (number: number): Make =>
  (id) =>
    textResult(id, { try: number, text: `read in try ${number}` })

/** Results of one page, and its final state after any order of them. */
const sets: { results: Make[]; ends: object }[] = [
  {
    results: [fails(1), fails(2), fails(3)],
    ends: { status: 'failed', try: 3, text: null },
  },
  {
    results: [fails(1), reads(1), fails(2)],
    ends: { status: 'done', try: 1, text: 'read in try 1', error: null },
  },
  {
    results: [fails(1), reads(2), fails(2), reads(1)],
    ends: { status: 'done', try: 2, text: 'read in try 2', error: null },
  },
  {
    results: [reads(1), reads(1), fails(1), fails(3)],
    ends: { status: 'done', try: 1, text: 'read in try 1', error: null },
  },
]

/** Whether each change of the page, and of the document, differs from the previous one. */
function hasNoRepeats(changes: Change[]): boolean {
  const states = (kind: Change['kind']) =>
    changes
      .filter((change) => change.kind === kind)
      .map((change) => [change.status, change.kind === 'page' && change.try].join())
  return [states('page'), states('document')].every((list) =>
    list.every((state, index) => index === 0 || state !== list[index - 1]),
  )
}

async function applyAll(store: Store, results: PageResult[]) {
  let applied = 0
  for (const result of results) if ((await store.applyResult(result)).changed) applied += 1
  return applied
}

export function describeOrders(open: OpenTestStore) {
  describe('results in any order', () => {
    test.each(sets)('every order ends as $ends, without repeated changes', async (example) => {
      const { store } = await open()

      for (const order of permutations(example.results)) {
        const documentId = await addPages(store, 1)
        const { latest } = await store.feedBounds()
        const results = order.map((make) => make(documentId))

        const applied = await applyAll(store, results)
        const appliedAgain = await applyAll(store, results)

        expect((await store.document(documentId))?.pages).toMatchObject([example.ends])
        const changes = await changesOf(store, latest)
        expect(changes.filter(({ kind }) => kind === 'page')).toHaveLength(applied)
        expect(hasNoRepeats(changes)).toBe(true)
        expect(appliedAgain).toBe(0)
      }
    })

    test('with a redrive in between, a text wins and the document is updated', async () => {
      const { store } = await open()
      const results = [reads(1), fails(2), reads(2)]

      for (const order of permutations(results)) {
        const documentId = await addPages(store, 1)
        await failAndRedrive(store, documentId)

        await applyAll(
          store,
          order.map((make) => make(documentId)),
        )

        expect(await store.document(documentId)).toMatchObject({
          ...{ status: 'done', pages: [{ status: 'done', try: 2, text: 'read in try 2' }] },
        })
        expect(await store.redrive(documentId)).toEqual([])
      }
    })

    test('after a text that is queued again, the greater try wins and no page stays queued', async () => {
      const { store } = await open()
      const results = [fails(1), reads(1), fails(2), reads(2)]

      for (const order of permutations(results)) {
        const documentId = await addPages(store, 1)
        await store.applyResult(textResult(documentId, { text: 'read in try 1' }))
        await store.redrive(documentId, { pages: 'all' })
        const { latest } = await store.feedBounds()

        const applied = await applyAll(
          store,
          order.map((make) => make(documentId)),
        )

        expect(applied).toBe(1)
        const changes = await changesOf(store, latest)
        expect(changes.at(-1)).toMatchObject({ kind: 'page', status: 'done', try: 2 })
        expect(await store.document(documentId)).toMatchObject({
          ...{ status: 'done', pages: [{ status: 'done', try: 2, text: 'read in try 2' }] },
        })
        expect(await store.queuedPages()).toBe(0)
      }
    })

    test('a late failure of try 1 after the text of try 2 has no effect and adds no change', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 1)
      await failAndRedrive(store, documentId)
      await store.applyResult(textResult(documentId, { try: 2, text: 'right' }))
      const before = await store.document(documentId)

      const { changed } = await store.applyResult(failedResult(documentId, { try: 1 }))

      expect(changed).toBe(false)
      expect(await store.document(documentId)).toEqual(before)
    })

    test('a result applied twice concurrently adds one change', async () => {
      const { store, openAnother } = await open()
      const handles = [store, await openAnother(), store]
      const documentId = await addPages(store, 1)
      const { latest } = await store.feedBounds()

      const applied = await Promise.all(
        handles.map((handle) => handle.applyResult(textResult(documentId))),
      )

      expect(applied.filter(({ changed }) => changed)).toHaveLength(1)
      expect(applied.filter(({ uploadedAt }) => uploadedAt)).toHaveLength(1)
      expect(await changesOf(store, latest)).toMatchObject([
        { kind: 'page', status: 'done' },
        { kind: 'document', status: 'done' },
      ])
    })
  })
}
