import { describe, expect, test } from 'vitest'
import {
  addAppended,
  addWithTexts,
  changesOf,
  exampleLetter,
  failAndRedrive,
  failedResult,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

export function describeRedrive(open: OpenTestStore) {
  describe('redrive', () => {
    test('failed pages are queued with their next try, and the others stay unchanged', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read', null, null, null])
      await store.applyResult(failedResult(documentId, { page: 4 }))
      await store.applyResult(failedResult(documentId, { page: 2, try: 3 }))

      const pages = await store.redrive(documentId)

      expect(pages).toEqual([2, 4])
      expect((await store.document(documentId))?.pages).toMatchObject([
        { status: 'done', try: 1, text: 'read' },
        { status: 'queued', try: 4, error: null, finishedAt: null },
        { status: 'queued', try: 1 },
        { status: 'queued', try: 2, error: null, finishedAt: null },
      ])
      expect(await store.unappendedPages(documentId)).toEqual([
        { page: 2, try: 4 },
        { page: 3, try: 1 },
        { page: 4, try: 2 },
      ])
    })

    test('the document and the feed follow, in order', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read', null, null])
      await store.applyResult(failedResult(documentId, { page: 3 }))
      await store.applyResult(failedResult(documentId, { page: 2 }))
      const { latest } = await store.feedBounds()

      await store.redrive(documentId)

      expect(await store.document(documentId)).toMatchObject({
        ...{ status: 'processing', finishedAt: null },
      })
      expect(await changesOf(store, latest)).toMatchObject([
        { change: latest + 1, kind: 'page', page: 2, status: 'queued', try: 2 },
        { change: latest + 2, kind: 'page', page: 3, status: 'queued', try: 2 },
        { change: latest + 3, kind: 'document', status: 'processing' },
      ])
    })

    test('a document with only failed pages is queued again', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)

      await failAndRedrive(store, documentId)

      expect(await store.document(documentId)).toMatchObject({ status: 'queued' })
      expect(await store.queuedPages()).toBe(1)
    })

    test('a document without failed pages stays unchanged', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read', null])
      const before = await store.document(documentId)

      const pages = await store.redrive(documentId)

      expect(pages).toEqual([])
      expect(await store.document(documentId)).toEqual(before)
    })

    test('the redrive of an unknown document resolves with null', async () => {
      const { store } = await open()

      expect(await store.redrive('unknown')).toBeNull()
    })

    test('a redrive with a language changes the language of this and later submissions', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 2)
      await store.applyResult(textResult(documentId, { page: 1 }))
      await store.applyResult(failedResult(documentId, { page: 2 }))

      await store.redrive(documentId, { pages: 'all', language: 'fra' })
      const sent = await Promise.all([1, 2].map((page) => store.submission(documentId, page)))
      await store.applyResult(failedResult(documentId, { page: 2, try: 2 }))
      await store.redrive(documentId)

      expect(sent).toMatchObject([{ language: 'fra', try: 2 }, { language: 'fra' }])
      expect(await store.document(documentId)).toMatchObject({ language: 'fra' })
      expect(await store.submission(documentId, 2)).toMatchObject({ language: 'fra', try: 3 })
    })

    test('a language also applies to queued, unappended pages, and is ignored without such pages', async () => {
      const { store } = await open()
      const waiting = await addAppended(store, 1)
      await failAndRedrive(store, waiting)
      const sent = await addAppended(store, 1)

      for (const id of [waiting, sent]) await store.redrive(id, { pages: 'all', language: 'fra' })

      expect(await store.document(waiting)).toMatchObject({ language: 'fra' })
      expect(await store.document(sent)).toMatchObject({ language: 'eng' })
    })

    test('of two handles that redrive a document, one queues its pages', async () => {
      const { store, openAnother } = await open()
      const another = await openAnother()
      const documentId = await addAppended(store, 1)
      await store.applyResult(failedResult(documentId))

      const pages = await Promise.all([store, another].map((handle) => handle.redrive(documentId)))

      expect(pages.toSorted()).toEqual([[], [1]])
      expect(await store.page(documentId, 1)).toMatchObject({ status: 'queued', try: 2 })
    })

    test('a text of the previous try wins, and the failure of the next one does not', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      await failAndRedrive(store, documentId)

      const text = await store.applyResult(textResult(documentId, { text: 'late' }))
      const failure = await store.applyResult(failedResult(documentId, { try: 2 }))

      expect([text.changed, failure.changed]).toEqual([true, false])
      const document = await store.document(documentId)
      expect(document).toMatchObject({ status: 'done', pages: [{ text: 'late', error: null }] })
      expect(document?.finishedAt).toEqual(document?.pages[0]?.finishedAt)
      expect(await store.unappended(10)).toEqual([])
    })

    test('the document’s dead letters are redriven, those of other documents are not', async () => {
      const { store } = await open({ now: () => 5000 })
      const documentId = await addAppended(store, 1)
      await store.recordDeadLetter(exampleLetter({ id: 'mine', documentId, page: 1 }))
      await store.recordDeadLetter(exampleLetter({ id: 'unnamed', documentId, page: null }))
      const other = await addAppended(store, 1)
      await store.recordDeadLetter(exampleLetter({ id: 'other', documentId: other }))

      await failAndRedrive(store, documentId)

      const { deadLetters } = await store.deadLetters({ limit: 10 })
      expect(deadLetters).toMatchObject([
        { id: 'other', redrivenAt: null },
        { id: 'unnamed', redrivenAt: new Date(5000) },
        { id: 'mine', redrivenAt: new Date(5000) },
      ])
      expect(await store.countDeadLetters()).toBe(1)
    })

    test('the dead letter of a page that has not ended waits for the next redrive', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 2)
      await store.applyResult(failedResult(documentId, { page: 1 }))
      await store.recordDeadLetter(exampleLetter({ documentId, page: 2 }))

      await store.redrive(documentId)
      const early = await store.countDeadLetters()
      await failAndRedrive(store, documentId, 2)

      expect([early, await store.countDeadLetters()]).toEqual([1, 0])
    })
  })
}
