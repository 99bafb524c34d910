import { expect, test } from 'vitest'
import { phrasesOf } from './phrases.ts'

/** One string per phrase. */
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
  ['会议', ['会议*']],
  ['会议室 纪要', ['会议 议室', '纪要*']],
  ['会议 室', ['会议', '室*']],
  ['室 会议室', ['室*', '会议 议室*']],
  ['第7章 a', ['第 7 章*', 'a*']],
  ['Windows会议2024', ['windows 会议 议 2024*']],
  ['会议 会', ['会议']],
  ['การ', ['กา าร*']],
  ['remem- ber', ['remem', 'ber*']],
  ['', []],
  ['" - *', []],
])('the phrases of %j are %j', (query, phrases) => {
  expect(shown(query)).toEqual(phrases)
})

test('a very long word is cut and matches as a prefix', () => {
  const long = 'x'.repeat(5000)

  expect(phrasesOf(long)).toEqual([{ terms: ['x'.repeat(200)], isPrefix: true }])
})

test.each([
  ['words', Array.from({ length: 50 }, (_, index) => `word${index}x`).join(' '), 16],
  ['words in a row', Array.from({ length: 50 }, (_, index) => `word${index}x`).join('-'), 1],
  ['a truncated phrase', `a ${'b-'.repeat(99)}`, 2],
])('the first 16 words of %s count, and none matches as a prefix', (_, query, count) => {
  const phrases = phrasesOf(query)

  expect(phrases).toHaveLength(count)
  expect(phrases.flatMap(({ terms }) => terms).length).toBeLessThanOrEqual(16)
  expect(phrases.every(({ isPrefix }) => !isPrefix)).toBe(true)
})
