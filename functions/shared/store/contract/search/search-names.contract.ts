import { describe, expect, test } from 'vitest'
import { addWithTexts, type OpenTestStore } from '../examples.fixture.ts'
import { found, search } from './searching.fixture.ts'

export function describeSearchOfNames(open: OpenTestStore) {
  describe('search of file names', () => {
    test.each([
      ['harbour', true],
      ['HARBOUR.png', true],
      ['harb', true],
      ['2024 creme', true],
      ['creme-2024_harbour.p', true],
      ['harbour creme-2024', true],
      ['arbour', false],
      ['harbour-creme', false],
      ['harbour text', true],
      ['harbour another', false],
    ])('%j finds the document: %s', async (query, finds) => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['some text'], {
        filename: 'Crème-2024_Harbour.PNG',
      })
      await addWithTexts(store, ['another text'], { filename: null })

      expect(await found(store, query)).toEqual(finds ? [documentId] : [])
    })

    test('a name in a script without spaces is found by one of its words', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['text'], { filename: '下次会议纪要.png' })
      await addWithTexts(store, ['text'], { filename: '议会.png' })

      expect(await found(store, '会议')).toEqual([documentId])
    })

    test('a queued document is found, without a snippet', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, [null, null], { filename: 'harbour.png' })

      const documents = await search(store, 'harbour')

      expect(documents).toMatchObject([{ id: documentId, status: 'queued', snippet: null }])
    })

    test('a document is found once, with a snippet of its text', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['nothing', 'the harbour', null], {
        filename: 'harbour.png',
      })

      const documents = await search(store, 'harbour')

      expect(documents).toMatchObject([
        {
          id: documentId,
          snippet: [
            { text: 'the ', hit: false },
            { text: 'harbour', hit: true },
          ],
        },
      ])
    })

    test('a name ranks above texts with further words', async () => {
      const { store } = await open()
      const filler = 'some other words that say nothing of it '.repeat(5)
      for (const name of ['a', 'b', 'c']) {
        await addWithTexts(store, [filler], { filename: `${name}.png` })
      }
      const named = await addWithTexts(store, [filler], { filename: 'harbour.jpg' })
      const text = await addWithTexts(store, [`harbour ${filler}`])

      expect(await found(store, 'harbour')).toEqual([named, text])
    })

    test('the other filters apply', async () => {
      const { store } = await open()
      const batch = { batch: 'b', filename: 'harbour.png' }
      const documentId = await addWithTexts(store, ['text'], batch)
      await addWithTexts(store, ['text'], { filename: 'harbour.png' })
      await addWithTexts(store, [null], batch)
      const chosen = { query: 'harbour', batch: 'b', status: 'done', limit: 9 } as const

      const { documents } = await store.documents(chosen)

      expect(documents.map(({ id }) => id)).toEqual([documentId])
    })

    test('a deleted document is not found', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, [null], { filename: 'harbour.png' })

      await store.deleteDocument(documentId)

      expect(await found(store, 'harbour')).toEqual([])
    })
  })
}
