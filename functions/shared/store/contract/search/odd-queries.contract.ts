import { describe, expect, test } from 'vitest'
import { addWithTexts, type OpenTestStore } from '../examples.fixture.ts'
import { found, search } from './searching.fixture.ts'

/** Query such as `the the-the the-the-the`. */
function rows(word: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${word}-`.repeat(index + 1)).join(' ')
}

export function describeOddQueries(open: OpenTestStore) {
  describe('odd queries of a search', () => {
    test.each([
      ...[
        '',
        ' ',
        '"',
        '""',
        '*',
        '-',
        '- -',
        '()',
        '...',
        "'",
        '\0',
        '\u0002\u0003',
        '😀',
        '\ud800',
      ],
    ])('%j has no usable word and finds nothing', async (query) => {
      const { store } = await open()
      await addWithTexts(store, ['anything " * - ( ) 😀 \u0002 at all'])

      expect(await store.documents({ query, limit: 10 })).toMatchObject({
        ...{ documents: [], next: null },
      })
    })

    test.each([
      ...['"word', 'word"', '"word" *', 'word*', '-word', '^word', '+word', '(word', 'word)'],
      ...['{word', '[word]', 'word\0', '\0word', "word'--", 'word;'],
      ...[
        'word\\',
        'word %',
        'word _',
        'word 😀',
        '\ud800 word',
        'word\u0002',
        `word ${'" '.repeat(999)}`,
      ],
    ])('%j is the same as a word', async (query) => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['a word of text'])
      await addWithTexts(store, ['another text'])

      expect(await found(store, query)).toEqual([documentId])
    })

    test.each([
      ...['word OR cat', 'word NOT cat', 'NEAR(word text)', 'word AND text', 'searched:word'],
      ...['wo*rd', 'wo"rd', `word ${'word '.repeat(2000)}missing`, '* : word : cat'],
    ])('%j is words, not syntax, and some of them are missing', async (query) => {
      const { store } = await open()
      await addWithTexts(store, ['a word of text'])

      expect(await found(store, query)).toEqual([])
    })

    test('a page that repeats a word hundreds of times is found by the same repetition', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['the '.repeat(420)])

      const [document] = await search(store, 'the '.repeat(64))

      expect(document).toMatchObject({ id: documentId })
      expect(document?.snippet?.filter(({ hit }) => hit)).toHaveLength(48)
    }, 10_000)

    test.each([
      ['a long phrase of one word', 'the-'.repeat(125)],
      ['phrases of a word with increasing length', rows('the', 30)],
      ['prefixes of one word', 'administration t th the them a ad adm administr'],
      ['one letter', 't'],
      ['many words', Array.from({ length: 250 }, (_, index) => `w${index}`).join(' ')],
      ['marks', `e${'\u0301\u0323'.repeat(4000)}`],
      ['only marks', '\u0301'.repeat(8000)],
    ])('a query of %s is answered', async (_, query) => {
      const { store } = await open()
      const page = `${'the them administration '.repeat(2000)} ${'the '.repeat(20_000)}`
      await addWithTexts(store, [page, page])

      const documents = await search(store, query)

      expect(documents.length).toBeLessThan(2)
    })
  })
}
