import { describe, expect, test } from 'vitest'
import { addWithTexts, type OpenTestStore, textResult } from './examples.ts'
import { found, search } from './searching.ts'

/** Query such as `the the-the the-the-the`. */
function rows(word: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${word}-`.repeat(index + 1)).join(' ')
}

export function describeSearch(open: OpenTestStore) {
  describe('search', () => {
    test.each([
      { text: 'The quick brown fox', query: 'QUICK', finds: true },
      { text: 'The quick brown fox', query: 'fox the', finds: true },
      { text: 'The quick brown fox', query: 'quick bro', finds: true },
      { text: 'The quick brown fox', query: 'qui brown', finds: false },
      { text: 'The quick brown fox', query: 'quick cat', finds: false },
      { text: 'The quick brown fox', query: 'uick', finds: false },
      { text: 'Crème brûlée, Ångström', query: 'creme angstrom', finds: true },
      { text: 'Creme brulee', query: 'crème brû', finds: true },
      { text: 'cre\u0300me', query: 'crème', finds: true },
      { text: 'Việt Nam', query: 'viet nam', finds: true },
      { text: 'Москва', query: 'моск', finds: true },
      { text: 'Invoice INV-2024-001', query: 'inv-2024-001', finds: true },
      { text: 'Invoice 2024 INV 001', query: 'inv-2024-001', finds: false },
      { text: 'Total: 1,200.50 EUR', query: '1,200.50', finds: true },
      { text: 'either NOT or NEAR and', query: 'near', finds: true },
      { text: 'ΟΔΌΣ, Straße', query: 'οδός strasse', finds: true },
      { text: '请大家参加下次会议', query: '会议', finds: true },
      { text: '请大家参加下次会议', query: '下次会议', finds: true },
      { text: '请大家参加下次会议', query: '会议 大家', finds: true },
      { text: '请大家参加下次会议', query: '次', finds: true },
      { text: '请大家参加下次会议', query: '议会', finds: false },
      { text: '请大家参加下次会\n议', query: '会议', finds: true },
      { text: '打开Windows设置，第7章', query: 'windows 设置', finds: true },
      { text: '打开Windows设置，第7章', query: '第7章', finds: true },
      { text: 'ภาษาไทยวันนี้', query: 'วันนี้', finds: true },
      { text: 'ภาษาไทยวันนี้', query: 'วันนั้น', finds: false },
      { text: 'コーヒーを飲む', query: 'コーヒー', finds: true },
      { text: 'asked to remem-\nber the', query: 'remember', finds: true },
      { text: 'asked to remem-\nber the', query: 'remem ber', finds: true },
      { text: 'a well-\nknown fact', query: 'well-known', finds: true },
      { text: 'a well-\nknown fact', query: 'wellknown-fact', finds: false },
      { text: 'a self-govern-\nment-led state', query: 'self-government-led', finds: true },
      { text: 'remem- ber', query: 'remember', finds: false },
    ])('in "$text", "$query" is found: $finds', async ({ text, query, finds }) => {
      const { store } = await open()
      const documentId = await addWithTexts(store, [text])

      expect(await found(store, query)).toEqual(finds ? [documentId] : [])
    })

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

    test('words after the first 16 are ignored', async () => {
      const { store } = await open()
      const words = Array.from({ length: 16 }, (_, index) => `word${index}x`).join(' ')
      const documentId = await addWithTexts(store, [words])
      await addWithTexts(store, [words.replace('word15x', '')])

      expect(await found(store, `${words} others`)).toEqual([documentId])
    })

    test('all words must be on one page', async () => {
      const { store } = await open()
      await addWithTexts(store, ['apple', 'pear'])
      const both = await addWithTexts(store, ['plum', 'apple pear'])

      expect(await found(store, 'apple pear')).toEqual([both])
    })

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

    test('a later text replaces the earlier one', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['first reading'])

      await store.applyResult(textResult(documentId, { try: 2, text: 'second look' }))

      expect(await found(store, 'first')).toEqual([])
      expect(await found(store, 'second')).toEqual([documentId])
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
  })
}
