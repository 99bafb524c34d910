import { describe, expect, test } from 'vitest'
import { digestOf } from '../../events/contract/digest.ts'
import type { UnappendedPage } from '../recovery.ts'
import type { Store } from '../store.ts'
import {
  addAppended,
  addPages,
  addWithTexts,
  exampleDocument,
  exampleTraceparent,
  failAndRedrive,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

export function describeAppends(open: OpenTestStore) {
  describe('appends', () => {
    test('pages are unappended until they are marked as appended', async () => {
      const { store } = await open()
      const documentId = await addPages(store, 3)

      await store.markAppended(documentId, [
        { page: 1, try: 1 },
        { page: 3, try: 1 },
      ])

      expect(await store.unappendedPages(documentId)).toEqual([{ page: 2, try: 1 }])
    })

    test('an ended page is not listed as unappended', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read', null])

      expect(await store.unappendedPages(documentId)).toEqual([{ page: 2, try: 1 }])
      expect(await store.unappended(10)).toMatchObject([{ page: 2 }])
    })

    test('append numbers count up from 1, one per page, assigned once', async () => {
      const { store } = await open()
      const before = await store.latestAppend()
      const documentId = await addAppended(store, 3)

      const first = await store.latestAppend()
      await store.markAppended(documentId, [{ page: 2, try: 1 }])
      await store.markAppended(documentId, [{ page: 4, try: 1 }])
      const again = await store.latestAppend()
      await addAppended(store, 2)

      expect([before, first, again, await store.latestAppend()]).toEqual([0, 3, 3, 5])
    })

    test('the greatest append number never decreases', async () => {
      const { store } = await open()
      await addAppended(store, 1)
      const redriven = await addAppended(store, 1)
      const deleted = await addAppended(store, 1)

      await store.deleteDocument(deleted)
      await failAndRedrive(store, redriven)

      expect(await store.latestAppend()).toBe(3)
    })

    test('marking an older or a future try does nothing', async () => {
      const { store } = await open()
      const documentId = await addAppended(store, 1)
      await failAndRedrive(store, documentId)

      await store.markAppended(documentId, [
        { page: 1, try: 1 },
        { page: 1, try: 3 },
      ])

      expect(await store.unappendedPages(documentId)).toEqual([{ page: 1, try: 2 }])
      expect(await store.latestAppend()).toBe(1)
    })

    test('unappended pages of all documents are listed, oldest first, up to a limit', async () => {
      const { store } = await open()
      const first = await addPages(store, 2)
      await addAppended(store, 2)
      const last = await addPages(store, 1)

      const pages = await store.unappended(10)

      expect(pages).toEqual([
        { documentId: first, page: 1, try: 1, claims: 0 },
        { documentId: first, page: 2, try: 1, claims: 0 },
        { documentId: last, page: 1, try: 1, claims: 0 },
      ])
      expect(await store.unappended(2)).toEqual(pages.slice(0, 2))
    })
  })

  describe('claims', () => {
    test('of two handles that claim a page, one succeeds', async () => {
      const { store, openAnother } = await open()
      const another = await openAnother()
      await addPages(store, 1)
      const page = onlyPage(await store.unappended(10))

      const claimed = await Promise.all(
        [store, another].map((handle) => handle.claimUnappended([page])),
      )

      expect(claimed.flat()).toEqual([page])
    })

    test('a claimed page stays unappended, and can be claimed again with its new number of claims', async () => {
      const { store } = await open()
      await addPages(store, 1)
      const page = onlyPage(await store.unappended(10))
      await store.claimUnappended([page])

      const seen = onlyPage(await store.unappended(10))

      expect(seen).toEqual({ ...page, claims: 1 })
      expect(await store.claimUnappended([page])).toEqual([])
      expect(await store.claimUnappended([seen])).toEqual([seen])
    })

    test('pages of several documents are claimed together', async () => {
      const { store } = await open()
      await addPages(store, 3)
      await addPages(store, 1)
      const pages = await store.unappended(10)
      await store.claimUnappended(pages.slice(1, 2))

      const claimed = await store.claimUnappended(pages)

      expect(claimed).toEqual([pages[0], ...pages.slice(2)])
    })

    test.each([
      ['appended', (store, id) => store.markAppended(id, [{ page: 1, try: 1 }])],
      ['ended', (store, id) => store.applyResult(textResult(id))],
      ['deleted', (store, id) => store.deleteDocument(id)],
      ['requeued', (store, id) => failAndRedrive(store, id)],
    ] as Meanwhile[])('a page that is %s meanwhile is not claimed', async (_, happens) => {
      const { store } = await open()
      const documentId = await addPages(store, 1)
      const page = onlyPage(await store.unappended(10))
      await happens(store, documentId)

      const claimed = await store.claimUnappended([page])

      expect(claimed).toEqual([])
    })

    test('a claim adds no change to the feed', async () => {
      const { store } = await open()
      await addPages(store, 1)
      const { latest } = await store.feedBounds()

      await store.claimUnappended(await store.unappended(10))

      expect((await store.feedBounds()).latest).toBe(latest)
    })
  })

  describe('submission', () => {
    test('has the digest of the original, the try, and the trace of the upload', async () => {
      const { store } = await open()
      const document = exampleDocument({ language: 'deu' })
      await store.addDocument(document)
      await failAndRedrive(store, document.id)

      const submission = await store.submission(document.id, 1)

      expect(submission).toEqual({
        ...{ documentId: document.id, page: 1, try: 2, bulk: false, language: 'deu' },
        ...{
          digest: digestOf(Uint8Array.of(1, 0, 255)),
          originalPage: null,
          ...{ text: null, rotate: 0 },
          traceparent: exampleTraceparent,
        },
      })
    })

    test('is null for an ended or unknown page', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['read'])

      expect(await store.submission(documentId, 1)).toBeNull()
      expect(await store.submission(documentId, 2)).toBeNull()
      expect(await store.submission('unknown', 1)).toBeNull()
    })
  })
}

type Meanwhile = [string, (store: Store, documentId: string) => Promise<unknown>]

function onlyPage(pages: UnappendedPage[]): UnappendedPage {
  const [page] = pages
  if (!page || pages.length > 1) throw new Error(`Expected one page, got ${pages.length}`)
  return page
}
