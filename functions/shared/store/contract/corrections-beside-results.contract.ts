import { describe, expect, test } from 'vitest'
import { addRead, correct, wordsIn } from './corrected.fixture.ts'
import {
  appendAgain,
  changesOf,
  exampleLetter,
  failedResult,
  type OpenTestStore,
  textResult,
} from './examples.fixture.ts'
import { found } from './search/searching.fixture.ts'

const all = { pages: 'all' } as const
const rounds = Array.from({ length: 20 }, (_, index) => index)

export function describeCorrectionsBesideResults(open: OpenTestStore) {
  describe('corrections and results', () => {
    test.each([
      ['a replay', { try: 2, text: 'ten end', words: wordsIn('ten end') }],
      ['a reading in another language', { try: 2, text: 'das Ende', language: 'deu' }],
      ['a reading of the turned page', { try: 2, text: 'x', words: [], width: 100, height: 200 }],
      ['a reading without words', { try: 2, text: 'x', words: [], wordsOmitted: true }],
    ])('%s leaves the corrected text, and is what is restored', async (_, result) => {
      const { store } = await open()
      const id = await addRead(store, 'teh end')
      await correct(store, id, 'teh', 'the')
      const corrected = await store.page(id, 1)
      await store.redrive(id, all)
      const { latest } = await store.feedBounds()

      const { changed } = await store.applyResult(textResult(id, result))

      expect(changed).toBe(true)
      const { text, words, width, height, wordsOmitted, correctedAt } = corrected ?? {}
      expect(await store.page(id, 1)).toMatchObject({
        ...{ try: 2, text, words, width, height, wordsOmitted, correctedAt },
      })
      expect(await store.page(id, 1, 'recognized')).toMatchObject(result)
      expect([await found(store, 'the end'), await found(store, result.text)]).toEqual([[id], []])
      expect(await changesOf(store, latest)).toMatchObject([{ page: 1, status: 'done', try: 2 }])
      await store.restoreRecognized(id, 1)
      expect(await store.page(id, 1)).toMatchObject({ ...result, correctedAt: null })
      expect([await found(store, 'the end'), await found(store, result.text)]).toEqual([[], [id]])
    })

    test('a word whose recognized text is put back is the recognized word, and a page of such words has no corrections', async () => {
      const { store } = await open()
      const id = await addRead(store, 'teh end')
      const recognized = await store.page(id, 1)
      await store.correctWords(id, 1, [
        { index: 0, was: 'teh', text: 'the' },
        { index: 1, was: 'end', text: 'END' },
      ])

      await correct(store, id, 'END', 'end')
      const between = await store.page(id, 1)
      await correct(store, id, 'the', 'teh')

      expect(between?.words[1]).toEqual(recognized?.words[1])
      expect(between?.correctedAt).not.toBeNull()
      expect(await store.page(id, 1)).toEqual(recognized)
      expect([await found(store, 'the'), await found(store, 'teh')]).toEqual([[], [id]])
    })

    test('late results, failures, dead letters and losses leave the corrected page as it is', async () => {
      const { store } = await open()
      const id = await addRead(store, 'teh end')
      await correct(store, id, 'teh', 'the')
      const corrected = await store.page(id, 1)

      await store.applyResult(textResult(id, { text: 'late' }))
      await store.applyResult(failedResult(id, { try: 2 }))
      await store.redrive(id, all)
      await store.recordDeadLetter(
        exampleLetter({ documentId: id, page: 1, try: 2 }),
        failedResult(id, { try: 2 }),
      )
      await store.redrive(id, all)
      for (const _ of [1, 2, 3, 4]) {
        await appendAgain(store, id)
        await store.requeueLost({ upTo: 9, after: null })
      }
      await store.prune({ changesBefore: new Date(), keysBefore: new Date() })

      expect(await store.page(id, 1)).toEqual(corrected)
      expect(await found(store, 'the')).toEqual([id])
    })

    test('a corrected page is corrected further after a replay, at the places that it had', async () => {
      const { store } = await open()
      const id = await addRead(store, 'teh blakc cat')
      await correct(store, id, 'teh', 'the')
      await store.redrive(id, all)
      await store.applyResult(textResult(id, { try: 2, text: 'other', words: wordsIn('other') }))

      const outcome = await correct(store, id, 'blakc', 'black')

      expect(outcome).toEqual({ outcome: 'corrected' })
      expect((await store.page(id, 1))?.text).toBe('the black cat')
    })

    test('a deleted document leaves no correction', async () => {
      const { store } = await open()
      const id = await addRead(store, 'teh end')
      await correct(store, id, 'teh', 'secret')

      await store.deleteDocument(id)

      expect(await store.page(id, 1)).toBeNull()
      expect(await store.correctWords(id, 1, [{ index: 0, was: 'secret', text: 'x' }])).toEqual({
        outcome: 'unknown-page',
      })
      expect([await found(store, 'secret'), await found(store, 'teh')]).toEqual([[], []])
    })

    test('of concurrent corrections of different words, none is lost', async () => {
      const { store, openAnother } = await open()
      const handles = [store, await openAnother()]
      const id = await addRead(store, rounds.map((round) => `w${round}`).join(' '))

      const outcomes = await Promise.all(
        rounds.map((index) =>
          handles[index % 2]?.correctWords(id, 1, [{ index, was: `w${index}`, text: `c${index}` }]),
        ),
      )

      expect(new Set(outcomes.map((each) => each?.outcome))).toEqual(new Set(['corrected']))
      expect((await store.page(id, 1))?.text).toBe(rounds.map((round) => `c${round}`).join(' '))
      expect(await found(store, 'c0 c19')).toEqual([id])
    })

    test('of concurrent corrections of one word, one succeeds', async () => {
      const { store, openAnother } = await open()
      const another = await openAnother()

      for (const _ of rounds) {
        const id = await addRead(store, 'teh end')
        const outcomes = await Promise.all([
          store.correctWords(id, 1, [{ index: 0, was: 'teh', text: 'the' }]),
          another.correctWords(id, 1, [{ index: 0, was: 'teh', text: 'ten' }]),
        ])

        const text = outcomes[0].outcome === 'corrected' ? 'the end' : 'ten end'
        expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['conflict', 'corrected'])
        expect((await store.page(id, 1))?.text).toBe(text)
      }
    })

    test('a correction during a replay is shown and searched, or was too late for the old words', async () => {
      const { store, openAnother } = await open()
      const another = await openAnother()

      for (const round of rounds) {
        const id = await addRead(store, `teh w${round}`)
        await store.redrive(id, all)
        const [outcome] = await Promise.all([
          store.correctWords(id, 1, [{ index: 0, was: 'teh', text: `c${round}` }]),
          another.applyResult(textResult(id, { try: 2, text: `r${round}`, words: [] })),
        ])

        const isCorrected = outcome.outcome === 'corrected'
        const text = isCorrected ? `c${round} w${round}` : `r${round}`
        expect(await store.page(id, 1)).toMatchObject({ text, try: 2 })
        expect(await found(store, `r${round}`)).toEqual(isCorrected ? [] : [id])
        expect(await found(store, `c${round}`)).toEqual(isCorrected ? [id] : [])
      }
    })

    test('a correction, a restoration and a deletion at once leave nothing', async () => {
      const { store, openAnother } = await open()
      const another = await openAnother()

      for (const _ of rounds) {
        const id = await addRead(store, 'secret')
        await Promise.all([
          store.correctWords(id, 1, [{ index: 0, was: 'secret', text: 'hidden' }]),
          another.deleteDocument(id),
          another.restoreRecognized(id, 1),
        ])
        const changes = await store.changesAfter(0, { documentId: id, limit: 9 })
        expect(changes.at(-1)).toMatchObject({ status: 'deleted' })
      }

      expect([await found(store, 'secret'), await found(store, 'hidden')]).toEqual([[], []])
    })
  })
}
