import { expect, test } from 'vitest'
import { phrasesOf } from '../../../search/phrases.ts'
import { toQuery, toVector } from './text-search.ts'

test('a vector has each word with its positions', () => {
  expect(toVector('Inv 7, inv 8')).toBe("'inv':1,3 '7':2 '8':4")
  expect(toVector('')).toBe('')
})

test('a vector stays within PostgreSQL’s limits of bytes and positions', () => {
  const words = Array.from({ length: 200_000 }, (_, index) => `word${index}`)

  const vector = toVector(words.join(' '))

  expect(vector.length).toBeLessThan(3_000_000)
  expect(vector).toContain("'word16382':16383 'word16383':16383 ")
  expect(vector).not.toContain("':16384")
})

test.each([
  ['quick fox', "('quick') & ('fox':*)"],
  ['INV-2024-001', "('inv' <-> '2024' <-> '001':*)"],
  ['a a a b', "('a') & ('b':*)"],
  ["x' | !y & z:* <->", "('x') & ('y') & ('z':*)"],
  ['', ''],
  ['" - *', ''],
])('%j is searched as %j', (query, expected) => {
  expect(toQuery(phrasesOf(query))).toBe(expected)
})
