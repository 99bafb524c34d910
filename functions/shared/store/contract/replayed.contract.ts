import { describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import {
  addAppended,
  appendAgain,
  changesOf,
  exampleLetter,
  failedResult,
  loseAll,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

const all = { pages: 'all' } as const

/** Document with one page that has a text, and is queued and appended again. */
async function addReplayed(store: Store): Promise<string> {
  const documentId = await addAppended(store, 1)
  await store.applyResult(textResult(documentId, { text: 'old' }))
  await replay(store, documentId)
  return documentId
}

async function replay(store: Store, documentId: string) {
  await store.redrive(documentId, all)
  await appendAgain(store, documentId)
}

export function describeReplayed(open: OpenTestStore) {
  describe('a page with a text that is queued again', () => {
    test('the text of the next try replaces the old one, with a change', async () => {
      const times = [1000, 2000, 3000]
      const { store } = await open({ now: () => times[0] ?? 0 })
      const documentId = await addReplayed(store)
      const { latest } = await store.feedBounds()
      times.shift()

      const { changed } = await store.applyResult(
        textResult(documentId, { try: 2, text: 'new', engine: 'newer' }),
      )

      expect(changed).toBe(true)
      expect(await store.document(documentId)).toMatchObject({
        ...{ status: 'done', finishedAt: new Date(2000) },
        pages: [{ status: 'done', try: 2, text: 'new', engine: 'newer' }],
      })
      expect(await changesOf(store, latest)).toMatchObject([{ page: 1, status: 'done', try: 2 }])
      expect((await store.documents({ query: 'old', limit: 9 })).documents).toEqual([])
      expect(await store.queuedPages()).toBe(0)
    })

    test('a page whose next try fails keeps its text, and the feed tells once that it has ended', async () => {
      const { store } = await open()
      const documentId = await addReplayed(store)
      const before = await store.document(documentId)
      const { latest } = await store.feedBounds()

      const { changed } = await store.applyResult(failedResult(documentId, { try: 2 }))
      await store.applyResult(failedResult(documentId, { try: 2 }))

      expect(changed).toBe(false)
      expect(await store.document(documentId)).toEqual({ ...before, changes: latest + 1 })
      expect(await changesOf(store, latest)).toMatchObject([{ page: 1, status: 'done', try: 1 }])
      expect(before).toMatchObject({ status: 'done', pages: [{ text: 'old', error: null }] })
      expect(await store.queuedPages()).toBe(0)
      expect(await store.unappended(9)).toEqual([])
      expect(await store.redrive(documentId)).toEqual([])
    })

    test.each([
      { result: failedResult, try: 1, applies: false, waits: true, text: 'old' },
      { result: textResult, try: 1, applies: false, waits: true, text: 'old' },
      { result: failedResult, try: 2, applies: false, waits: false, text: 'old' },
      { result: textResult, try: 2, applies: true, waits: false, text: 'Invoice No. 7' },
    ])('after $result.name of try $try the text is $text, still queued: $waits', async (row) => {
      const { store } = await open()
      const documentId = await addReplayed(store)

      const { changed } = await store.applyResult(row.result(documentId, { try: row.try }))

      expect(changed).toBe(row.applies)
      expect(await store.queuedPages()).toBe(row.waits ? 1 : 0)
      expect(await store.page(documentId, 1)).toMatchObject({ status: 'done', text: row.text })
    })

    test('no try number is reused, and a late text of an earlier try does not end the latest', async () => {
      const { store } = await open()
      const documentId = await addReplayed(store)
      await store.applyResult(failedResult(documentId, { try: 2 }))
      await store.redrive(documentId, all)
      const third = await store.unappendedPages(documentId)

      const { changed } = await store.applyResult(textResult(documentId, { try: 2, text: 'late' }))
      const waiting = await store.queuedPages()
      await store.applyResult(failedResult(documentId, { try: 3 }))

      expect(third).toEqual([{ page: 1, try: 3 }])
      expect([changed, waiting, await store.queuedPages()]).toEqual([true, 1, 0])
      expect(await store.page(documentId, 1)).toMatchObject({ try: 2, text: 'late' })
    })

    test('a page that is lost repeatedly keeps its text, and the feed tells that it has ended', async () => {
      const { store } = await open()
      const documentId = await addReplayed(store)
      const before = await store.changesAfter(0, { documentId, limit: 100 })
      const tries: unknown[] = []

      for (let count = 0; count < 4; count++) {
        await loseAll(store)
        tries.push((await store.unappendedPages(documentId)).map((page) => page.try))
        await appendAgain(store, documentId)
      }

      expect(tries).toEqual([[3], [4], [5], []])
      expect(await store.queuedPages()).toBe(0)
      expect(await store.document(documentId)).toMatchObject({
        ...{ status: 'done', pages: [{ status: 'done', try: 1, text: 'old', error: null }] },
      })
      const changes = await store.changesAfter(0, { documentId, limit: 100 })
      expect(changes.slice(0, -1)).toEqual(before)
      expect(changes.at(-1)).toMatchObject({ page: 1, status: 'done', try: 1 })
    })

    test('a dead-lettered page keeps its text, and its letter is redriven', async () => {
      const { store } = await open()
      const documentId = await addReplayed(store)
      const letter = exampleLetter({ documentId, page: 1, try: 2 })

      await store.recordDeadLetter(letter, failedResult(documentId, { try: 2 }))

      expect(await store.countDeadLetters()).toBe(0)
      expect(await store.queuedPages()).toBe(0)
      expect(await store.page(documentId, 1)).toMatchObject({ status: 'done', text: 'old' })
    })
  })
}
