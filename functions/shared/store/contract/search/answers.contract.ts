import { describe, expect, test } from 'vitest'
import { addWithTexts, type OpenTestStore } from '../examples.fixture.ts'
import { found, search } from './searching.fixture.ts'

export function describeSearchAnswers(open: OpenTestStore) {
  describe('answers of a search', () => {
    test('the page with the highest frequency of a word ranks first, each document once', async () => {
      const { store } = await open()
      const filler = 'some other words that say nothing of it '.repeat(5)
      const little = await addWithTexts(store, [`apple ${filler}`])
      const best = await addWithTexts(store, [`apple ${filler}`, 'apple apple apple'])
      const middle = await addWithTexts(store, ['apple and a few other words'])
      await addWithTexts(store, [filler])

      const documents = await search(store, 'apple')

      expect(documents.map(({ id }) => id)).toEqual([best, middle, little])
      expect(documents[0]?.snippet?.filter(({ hit }) => hit)).toHaveLength(3)
    })

    test('a snippet separates hits from the text around them', async () => {
      const { store } = await open()
      await addWithTexts(store, ['The quick brown fox'])

      const [document] = await search(store, 'quick fo')

      expect(document?.snippet).toEqual([
        { text: 'The ', hit: false },
        { text: 'quick', hit: true },
        { text: ' brown ', hit: false },
        { text: 'fox', hit: true },
      ])
    })

    test('a snippet shows a text unchanged, including hyphens', async () => {
      const { store } = await open()
      await addWithTexts(store, ['Please remem-\nber 下次会议 it'])

      const [document] = await search(store, 'remember 会议 ')

      expect(document?.snippet).toEqual([
        { text: 'Please ', hit: false },
        { text: 'remem-\nber', hit: true },
        { text: ' 下次', hit: false },
        { text: '会议', hit: true },
        { text: ' it', hit: false },
      ])
    })

    test('a snippet of a long text is a part of it', async () => {
      const { store } = await open()
      await addWithTexts(store, [`${'before '.repeat(500)} needle ${'after '.repeat(500)}`])

      const [document] = await search(store, 'needle')

      const text = document?.snippet?.map((part) => part.text).join('') ?? ''
      expect(text).toMatch(/^….*before.*needle.*after.*…$/s)
      expect(text.length).toBeLessThan(600)
    })

    test('text with control characters or markup cannot imitate a hit', async () => {
      const { store } = await open()
      const text = '\u0002fake\u0003 <b>bold</b> \u0001\u0003\u0002 real \u0002 \0 end'
      const documentId = await addWithTexts(store, [text])

      const [document] = await search(store, 'real')

      expect(document?.snippet?.filter(({ hit }) => hit)).toEqual([{ text: 'real', hit: true }])
      const whole = document?.snippet?.map((part) => part.text).join('')
      expect(whole).toContain('fake')
      expect(whole).toContain('<b>bold</b>')
      expect(whole).toContain('end')
      expect((await store.page(documentId, 1))?.text).toContain('\u0002fake\u0003')
    })

    test('cursors lead through all found documents, best first', async () => {
      const { store } = await open()
      for (let count = 1; count <= 7; count++) {
        await addWithTexts(store, [`${'word '.repeat(count)}${'other '.repeat(20 - count)}`])
      }
      const all = await found(store, 'word')

      const parts: string[][] = []
      let cursor: string | null | undefined
      while (cursor !== null && parts.length < 7) {
        const part = await store.documents({ query: 'word', limit: 3, ...(cursor && { cursor }) })
        parts.push(part.documents.map(({ id }) => id))
        cursor = part.next
      }

      expect(parts.map(({ length }) => length)).toEqual([3, 3, 1])
      expect(new Set(all).size).toBe(7)
      expect(parts.flat()).toEqual(all)
    })

    test.each([
      { deleted: 'one that was shown', from: 0, to: 1 },
      { deleted: 'those that were shown last', from: 5, to: 20 },
      { deleted: 'all that were shown', from: 0, to: 20 },
    ])('if $deleted is deleted, the next part skips no document', async ({ from, to }) => {
      const { store } = await open()
      for (let count = 0; count < 25; count++) await addWithTexts(store, ['word'])
      const all = await found(store, 'word')
      const { next } = await store.documents({ query: 'word', limit: 20 })
      for (const id of all.slice(from, to)) await store.deleteDocument(id)

      const rest = await store.documents({ query: 'word', limit: 20, cursor: next ?? '' })

      // Repeats those that were shown if all of the last ten are gone.
      const repeated = from === 0 ? [] : all.slice(0, from)
      expect(rest.documents.map(({ id }) => id)).toEqual([...repeated, ...all.slice(20)])
      expect(rest.next).toBeNull()
    })

    test('documents that were added before the next part are not repeated in it', async () => {
      const { store } = await open()
      for (let count = 0; count < 6; count++) await addWithTexts(store, ['word'])
      const all = await found(store, 'word')
      const { next } = await store.documents({ query: 'word', limit: 4 })
      for (let count = 0; count < 4; count++) await addWithTexts(store, ['word'])

      const parts: string[] = []
      for (let cursor = next; cursor !== null; ) {
        const part = await store.documents({ query: 'word', limit: 4, cursor })
        parts.push(...part.documents.map(({ id }) => id))
        cursor = part.next
      }

      expect(parts).toEqual(all.slice(4))
    })
  })
}
