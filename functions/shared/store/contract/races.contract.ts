import pLimit from 'p-limit'
import { describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import {
  addAppended,
  addPages,
  changesOf,
  exampleLetter,
  failedResult,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

const rounds = Array.from({ length: 20 }, (_, index) => index)

async function openTwo(open: OpenTestStore): Promise<[Store, Store]> {
  const { store, openAnother } = await open()
  return [store, await openAnother()]
}

/** States of a document in the feed. */
async function statesOf(store: Store, documentId: string) {
  const changes = await store.changesAfter(0, { documentId, limit: 100 })
  return changes.map(({ kind, status }) => `${kind} ${status}`)
}

export function describeRaces(open: OpenTestStore) {
  describe('two concurrent handles', () => {
    test('end two pages of a document: it is finished, with one change', async () => {
      const [store, another] = await openTwo(open)

      for (const _ of rounds) {
        const documentId = await addPages(store, 2)
        await Promise.all([
          store.applyResult(textResult(documentId, { page: 1 })),
          another.applyResult(textResult(documentId, { page: 2 })),
        ])

        expect(await store.document(documentId)).toMatchObject({ status: 'done' })
        expect(await statesOf(store, documentId)).toEqual([
          ...['document queued', 'page done', 'document processing'],
          ...['page done', 'document done'],
        ])
      }
    })

    test('write a text and delete its document: nothing is left, and no change follows the deletion', async () => {
      const [store, another] = await openTwo(open)

      for (const _ of rounds) {
        const documentId = await addPages(store, 1)
        await Promise.all([
          store.applyResult(textResult(documentId, { text: 'secret' })),
          another.deleteDocument(documentId),
        ])

        expect(await store.document(documentId)).toBeNull()
        expect((await statesOf(store, documentId)).at(-1)).toBe('document deleted')
      }
      expect((await store.documents({ query: 'secret', limit: 10 })).documents).toEqual([])
    })

    test('store a dead letter and delete its document: no letter is left', async () => {
      const [store, another] = await openTwo(open)

      for (const _ of rounds) {
        const documentId = await addPages(store, 1)
        const letter = exampleLetter({ documentId, page: 1, try: 1 })
        await Promise.all([
          store.recordDeadLetter(letter, failedResult(documentId)),
          another.deleteDocument(documentId),
        ])
      }

      expect(await store.deadLetters({ limit: 100 })).toEqual({ deadLetters: [], next: null })
    })

    test('store the same dead letter: it exists once', async () => {
      const [store, another] = await openTwo(open)

      for (const _ of rounds) {
        const documentId = await addAppended(store, 1)
        const letter = exampleLetter({ documentId, page: 1, try: 1 })
        await Promise.all(
          [store, another].map((handle) =>
            handle.recordDeadLetter(letter, failedResult(documentId)),
          ),
        )
      }

      expect(await store.countDeadLetters()).toBe(rounds.length)
    })

    test('redrive a failed page and write its late text: the text is stored, and nothing is sent', async () => {
      const [store, another] = await openTwo(open)

      for (const _ of rounds) {
        const documentId = await addAppended(store, 1)
        await store.applyResult(failedResult(documentId))
        await Promise.all([
          store.redrive(documentId),
          another.applyResult(textResult(documentId, { text: 'late' })),
        ])

        expect(await store.document(documentId)).toMatchObject({
          ...{ status: 'done', pages: [{ status: 'done', text: 'late' }] },
        })
        expect(await store.unappendedPages(documentId)).toEqual([])
      }
    })

    test('mark pages as appended: each has one number, without gaps', async () => {
      const [store, another] = await openTwo(open)
      const tries = [1, 2, 3].map((page) => ({ page, try: 1 }))

      for (const _ of rounds) {
        const [one, two] = [await addPages(store, 3), await addPages(store, 3)]
        await Promise.all([
          store.markAppended(one, tries),
          another.markAppended(one, tries.toReversed()),
          another.markAppended(two, tries),
        ])
      }

      expect(await store.unappended(1000)).toEqual([])
      expect(await store.latestAppend()).toBe(6 * rounds.length)
    })

    test('write while the feed is followed: no number is missed', async () => {
      const [store, another] = await openTwo(open)
      const writing = Promise.all(
        [store, another, store, another].map(async (handle) => {
          for (const _ of rounds) {
            await handle.applyResult(textResult(await addPages(handle, 1)))
          }
        }),
      )
      let isWriting = true
      void writing.finally(() => {
        isWriting = false
      })

      const seen: number[] = []
      while (isWriting) {
        const numbers = (await changesOf(store, seen.at(-1))).map(({ change }) => change)
        seen.push(...numbers)
        await new Promise(setImmediate)
      }
      await writing
      seen.push(...(await changesOf(store, seen.at(-1))).map(({ change }) => change))

      expect(seen).toEqual(Array.from({ length: 12 * rounds.length }, (_, index) => index + 1))
    })

    test('run all operations on the same documents: no deadlock occurs', async () => {
      const [store, another] = await openTwo(open)
      const ids = await Promise.all(rounds.map(() => addAppended(store, 2)))

      const operations: (() => Promise<unknown>)[] = ids.flatMap((id) =>
        [store, another].flatMap((handle) => [
          () => handle.applyResult(failedResult(id, { page: 1 })),
          () => handle.applyResult(textResult(id, { page: 2 })),
          () => handle.recordDeadLetter(exampleLetter({ id, documentId: id, page: 1 })),
          () => handle.redrive(id),
          () => handle.redrive(id, { pages: 'all' }),
          () => handle.requeueLost({ upTo: 10, after: null }),
          () => handle.markAppended(id, [{ page: 1, try: 2 }]),
          async () => handle.claimUnappended(await handle.unappended(20)),
        ]),
      )
      // A handle has as many connections: on a slow machine, further operations wait for one too long.
      await pLimit(10).map(operations, (operation) => operation())
      const deleted = await Promise.all(
        ids.map((id, index) => (index % 2 ? store : another).deleteDocument(id)),
      )

      expect(deleted.every(Boolean)).toBe(true)
      expect(await store.queuedPages()).toBe(0)
    })
  })
}
