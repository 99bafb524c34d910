import { describe, expect, test } from 'vitest'
import {
  addWithTexts,
  appendAgain,
  exampleDocument,
  exampleLetter,
  examplePages,
  failedResult,
  loseAll,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'

export function describeRedriveChoices(open: OpenTestStore) {
  describe('choices of a redrive', () => {
    test('numbered pages are queued, failed or done, and no others', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['one', 'two', null, null, 'five'])
      await store.applyResult(failedResult(documentId, { page: 3 }))
      await store.applyResult(failedResult(documentId, { page: 4 }))
      for (const page of [3, 4]) await store.recordDeadLetter(exampleLetter({ documentId, page }))

      const pages = await store.redrive(documentId, { pages: [4, 2, 9] })

      expect(pages).toEqual([2, 4])
      expect(await store.unappendedPages(documentId)).toEqual([
        { page: 2, try: 2 },
        { page: 4, try: 2 },
      ])
      const { deadLetters } = await store.deadLetters({ redriven: false, limit: 9 })
      expect(deadLetters).toMatchObject([{ page: 3 }])
    })

    test('numbered pages have a language of their own from then on', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['one', 'two'])

      await store.redrive(documentId, { pages: [2], language: 'fra' })
      const first = await store.submission(documentId, 2)
      await store.applyResult(textResult(documentId, { page: 2, try: 2 }))
      await store.redrive(documentId, { pages: 'all' })
      const sent = await Promise.all([1, 2].map((page) => store.submission(documentId, page)))
      await store.redrive(documentId, { pages: 'all', language: 'deu' })

      expect(first).toMatchObject({ language: 'fra', try: 2 })
      expect(sent).toMatchObject([{ language: 'eng' }, { language: 'fra', try: 3 }])
      expect(await store.submission(documentId, 2)).toMatchObject({ language: 'deu' })
      expect(await store.document(documentId)).toMatchObject({ language: 'deu' })
    })

    test('the turn and the source of the text stay for redrives and losses', async () => {
      const { store } = await open()
      const document = exampleDocument({ text: 'layer', pages: examplePages(2) })
      await store.addDocument(document)
      const uploaded = await store.submission(document.id, 2)
      await appendAgain(store, document.id)
      for (const page of [1, 2]) await store.applyResult(textResult(document.id, { page }))

      await store.redrive(document.id, { pages: [2], text: 'ocr', rotate: 270 })
      await store.redrive(document.id, { pages: 'all' })
      await appendAgain(store, document.id)
      await loseAll(store)

      expect(uploaded).toMatchObject({ text: 'layer', rotate: 0 })
      expect(await store.submission(document.id, 1)).toMatchObject({ text: 'layer', rotate: 0 })
      expect(await store.submission(document.id, 2)).toMatchObject({
        ...{ text: 'ocr', rotate: 270, try: 3 },
      })
      expect((await store.document(document.id))?.pages).toMatchObject([
        { rotate: 0 },
        { rotate: 270, status: 'done', try: 1 },
      ])
    })

    // The event of a try may be in the log before the store knows: it is never sent with another content.
    test('a page that waits to be sent has a new try if it is to be read in another way', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['one', 'two'])
      await store.redrive(documentId, { pages: 'all', rotate: 90 })

      const same = await store.redrive(documentId, { pages: [1], rotate: 90 })
      const pages = await store.redrive(documentId, { pages: [1], rotate: 0, language: 'fra' })

      expect([same, pages]).toEqual([[], [1]])
      expect(await store.unappendedPages(documentId)).toEqual([
        { page: 1, try: 3 },
        { page: 2, try: 2 },
      ])
      expect(await store.submission(documentId, 1)).toMatchObject({ rotate: 0, language: 'fra' })
    })
  })
}
