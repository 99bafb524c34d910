import { describe, expect, test } from 'vitest'
import { addWithTexts, type OpenTestStore, textResult } from '../examples.fixture.ts'
import { found, search } from './searching.fixture.ts'

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

    test('words after the first 16 are ignored', async () => {
      const { store } = await open()
      const words = Array.from({ length: 16 }, (_, index) => `word${index}x`).join(' ')
      const documentId = await addWithTexts(store, [words])
      await addWithTexts(store, [words.replace('word15x', '')])

      expect(await found(store, `${words} others`)).toEqual([documentId])
    })

    test('words on different pages are found after those on one page', async () => {
      const { store } = await open()
      await addWithTexts(store, ['apple', 'plum'])
      const apart = await addWithTexts(store, ['plum', 'apple', 'pear'])
      const together = await addWithTexts(store, ['plum', 'apple pear'])
      const later = await addWithTexts(store, ['the pears', 'apple'])

      const documents = await search(store, 'apple pear')

      expect(documents.map(({ id }) => id)).toEqual([together, later, apart])
      expect(documents.map(({ snippet }) => snippet?.find(({ hit }) => hit)?.text)).toEqual([
        ...['apple', 'pears', 'apple'],
      ])
    })

    test('the filters apply to words on different pages', async () => {
      const { store } = await open()
      const batch = { batch: 'b' }
      const apart = await addWithTexts(store, ['apple', 'pear'], batch)
      await addWithTexts(store, ['apple', 'pear'])
      await addWithTexts(store, ['apple', 'pear', null], batch)
      const chosen = { query: 'apple pear', batch: 'b', status: 'done', limit: 9 } as const

      const { documents } = await store.documents(chosen)

      expect(documents.map(({ id }) => id)).toEqual([apart])
    })

    test('a later text replaces the earlier one', async () => {
      const { store } = await open()
      const documentId = await addWithTexts(store, ['first reading'])

      await store.applyResult(textResult(documentId, { try: 2, text: 'second look' }))

      expect(await found(store, 'first')).toEqual([])
      expect(await found(store, 'second')).toEqual([documentId])
    })
  })
}
