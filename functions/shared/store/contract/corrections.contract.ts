import { describe, expect, test } from 'vitest'
import { maxCorrectedBytes } from '../queries/corrections.ts'
import { addRead, correct } from './corrected.fixture.ts'
import {
  addPages,
  changesOf,
  exampleDocument,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'
import { found, search } from './search/searching.fixture.ts'

export function describeCorrections(open: OpenTestStore) {
  describe('corrections', () => {
    test('a corrected word is in the text and the words, and what was recognized stays', async () => {
      const { store } = await open({ now: () => 5000 })
      const id = await addRead(store, 'teh harbour\noffice\n')
      const recognized = await store.page(id, 1)

      const outcome = await store.correctWords(id, 1, [
        { index: 0, was: 'teh', text: 'the' },
        { index: 2, was: 'office', text: ' post\n office ' },
      ])

      expect(outcome).toEqual({ outcome: 'corrected' })
      const corrected = await store.page(id, 1)
      expect(corrected).toEqual({
        ...recognized,
        text: 'the harbour\npost office\n',
        correctedAt: new Date(5000),
        words: [
          { text: 'the', confidence: 100, corrected: true, box: [0, 1, 9, 12] },
          { text: 'harbour', confidence: 80, box: [10, 1, 19, 12] },
          { text: 'post office', confidence: 100, corrected: true, box: [20, 1, 29, 12] },
        ],
      })
      expect((await store.document(id))?.pages[0]?.text).toBe(corrected?.text)
      const asRead = { ...recognized, correctedAt: new Date(5000) }
      expect(await store.page(id, 1, 'recognized')).toEqual(asRead)
      expect((await store.document(id, 'recognized'))?.pages[0]?.text).toBe(recognized?.text)
    })

    test('a word that is taken away keeps its place, and can be put back', async () => {
      const { store } = await open()
      const id = await addRead(store, 'one\nspot\ntwo\n')

      await correct(store, id, 'spot', '')
      const without = await store.page(id, 1)
      await store.correctWords(id, 1, [{ index: 1, was: '', text: 'and' }])

      expect(without?.text).toBe('one\ntwo\n')
      expect(without?.words.map(({ text }) => text)).toEqual(['one', '', 'two'])
      expect((await store.page(id, 1))?.text).toBe('one\nand\ntwo\n')
    })

    test('words that would be too large are refused, however they grew', async () => {
      const { store } = await open()
      const id = await addRead(store, 'one two three')
      const half = 'x'.repeat(maxCorrectedBytes / 2)
      await correct(store, id, 'one', half)
      const before = await store.page(id, 1)

      expect(await correct(store, id, 'two', half)).toEqual({ outcome: 'too-large' })

      expect(await store.page(id, 1)).toEqual(before)
    })

    test('all of the words are corrected, or none', async () => {
      const { store } = await open()
      const id = await addRead(store, 'one two three')
      const before = [await store.page(id, 1), await store.feedBounds()]

      const outcome = await store.correctWords(id, 1, [
        { index: 0, was: 'one', text: 'ONE' },
        { index: 2, was: 'else', text: 'THREE' },
      ])

      expect(outcome).toEqual({ outcome: 'conflict', index: 2 })
      expect([await store.page(id, 1), await store.feedBounds()]).toEqual(before)
    })

    test('a repeated correction changes nothing, and another one of the same word is a conflict', async () => {
      const { store } = await open()
      const id = await addRead(store, 'teh end')
      const word = { index: 0, was: 'teh', text: 'the' }
      await store.correctWords(id, 1, [word])
      const before = [await store.page(id, 1), await store.feedBounds()]

      const repeated = await store.correctWords(id, 1, [word])
      const other = await store.correctWords(id, 1, [{ ...word, text: 'ten' }])

      expect([repeated, other]).toEqual([
        { outcome: 'corrected' },
        { outcome: 'conflict', index: 0 },
      ])
      expect([await store.page(id, 1), await store.feedBounds()]).toEqual(before)
    })

    test('a correction to the same text, and a restoration without corrections, change nothing', async () => {
      const { store } = await open()
      const id = await addRead(store, 'same')
      const before = [await store.page(id, 1), await store.feedBounds()]

      await store.correctWords(id, 1, [{ index: 0, was: 'same', text: 'same' }])
      await store.restoreRecognized(id, 1)

      expect([await store.page(id, 1), await store.feedBounds()]).toEqual(before)
    })

    test('pages without text, without words and unknown ones cannot be corrected', async () => {
      const { store } = await open()
      const id = await addPages(store, 1)
      const bare = exampleDocument()
      await store.addDocument(bare)
      await store.applyResult(textResult(bare.id, { text: 'some', words: [], wordsOmitted: true }))
      const words = [{ index: 0, was: 'some', text: 'text' }]

      expect([
        await store.correctWords(id, 1, words),
        await store.correctWords(bare.id, 1, words),
        await store.correctWords(id, 2, words),
        await store.correctWords('unknown', 1, words),
        await store.restoreRecognized(id, 1),
        await store.restoreRecognized(id, 2),
        await store.restoreRecognized('unknown', 1),
      ]).toEqual([
        { outcome: 'not-done' },
        { outcome: 'conflict', index: 0 },
        { outcome: 'unknown-page' },
        { outcome: 'unknown-page' },
        ...[true, false, false],
      ])
    })

    test('each correction and restoration is a change of the page', async () => {
      const { store } = await open()
      const id = await addRead(store, 'teh end')
      const { latest } = await store.feedBounds()

      await correct(store, id, 'teh', 'the')
      await store.restoreRecognized(id, 1)

      const change = { kind: 'page', documentId: id, page: 1, status: 'done', try: 1 }
      expect(await changesOf(store, latest)).toMatchObject([change, change])
    })

    test('the recognized text is restored', async () => {
      const { store } = await open()
      const id = await addRead(store, 'teh end')
      const before = await store.page(id, 1)
      await correct(store, id, 'teh', 'the')

      const restored = await store.restoreRecognized(id, 1)

      expect(restored).toBe(true)
      expect(await store.page(id, 1)).toEqual(before)
      expect([await found(store, 'teh'), await found(store, 'the')]).toEqual([[id], []])
    })

    test.each([
      ['teh harbour', 'teh', 'the', 'the harbour'],
      ['请 大蒙 参加', '大蒙', '大家', '大家'],
      ['Haubor', 'Haubor', 'Harbour office', 'harbour office'],
      ['remem-\nbor the', 'bor', 'ber', 'remember'],
    ])('in %j, search finds %j corrected to %j', async (text, was, corrected, query) => {
      const { store } = await open()
      const id = await addRead(store, text)
      const before = await found(store, query)

      await correct(store, id, was, corrected)

      expect([before, await found(store, query), await found(store, was)]).toEqual([[], [id], []])
      const [document] = await search(store, query)
      const hits = document?.snippet?.filter(({ hit }) => hit).map((part) => part.text)
      expect(hits?.join(' ').length).toBeGreaterThan(0)
    })

    test('a text is stored as every store can keep it', async () => {
      const { store } = await open()
      const id = await addRead(store, 'odd')

      await correct(store, id, 'odd', 'a\0b\ud800')

      const page = await store.page(id, 1)
      expect([page?.text, page?.words[0]?.text]).toEqual(['a\ufffdb\ufffd', 'a\ufffdb\ufffd'])
    })
  })
}
