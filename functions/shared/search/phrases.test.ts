import { expect, test } from 'vitest'
import { phrasesOf } from './phrases.ts'

/** One string for each phrase. */
function shown(query: string): string[] {
  return phrasesOf(query).map(({ terms, isPrefix }) => `${terms.join(' ')}${isPrefix ? '*' : ''}`)
}

test.each([
  ['quick fo', ['quick', 'fo*']],
  ['INV-2024-0', ['inv 2024 0*']],
  ['the the THE the', ['the']],
  ['a b a b', ['a', 'b']],
  ['the th', ['the']],
  ['th the', ['th', 'the*']],
  ['inv-2024 2024', ['inv 2024']],
  ['2024 inv-2024', ['2024', 'inv 2024*']],
  ['2024 inv-2024-1', ['inv 2024 1*']],
  ['inv-2024-1 24', ['inv 2024 1', '24*']],
  ['inv-2024-1 2024-1', ['inv 2024 1']],
  ['', []],
  ['" - *', []],
])('%j looks for %j', (query, phrases) => {
  expect(shown(query)).toEqual(phrases)
})

test('a phrase has its text as the query has it, without what surrounds it', () => {
  expect(phrasesOf('"INV-\ud8002024", crème…')).toEqual([
    { terms: ['inv', '2024'], isPrefix: false, text: 'INV-\ud8002024' },
    { terms: ['creme'], isPrefix: true, text: 'crème' },
  ])
})

test('a word that is very long is looked for as a whole', () => {
  const long = 'x'.repeat(5000)

  expect(phrasesOf(long)).toEqual([{ terms: ['x'.repeat(200)], isPrefix: true, text: long }])
})

test.each([
  ['words', Array.from({ length: 50 }, (_, index) => `word${index}x`).join(' '), 16],
  ['words in a row', Array.from({ length: 50 }, (_, index) => `word${index}x`).join('-'), 1],
  ['a phrase that is cut', `a ${'b-'.repeat(99)}`, 2],
])('of %s the first 16 count, and none of them is the beginning of one', (_, query, count) => {
  const phrases = phrasesOf(query)

  expect(phrases).toHaveLength(count)
  expect(phrases.flatMap(({ terms }) => terms).length).toBeLessThanOrEqual(16)
  expect(phrases.every(({ isPrefix }) => !isPrefix)).toBe(true)
})
