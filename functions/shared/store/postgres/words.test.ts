import { expect, test } from 'vitest'
import { phrasesOf, toQuery, toVector, wordsOf } from './words.ts'

const termsOf = (text: string) => [...wordsOf(text)].map(({ term }) => term)

test.each([
  ['The quick, brown fox.', ['the', 'quick', 'brown', 'fox']],
  ['Crème BRÛLÉE cre\u0300me', ['creme', 'brulee', 'creme']],
  ['Việt Nam', ['viet', 'nam']],
  ['ИЙ и\u0306', ['ий', 'й']],
  ['हिन्दी 漢字', ['हिन्दी', '漢字']],
  ['1,200.50 x86_64', ['1', '200', '50', 'x86', '64']],
  ["it's <b>'bold'</b> \\ \0 \ud800 😀", ['it', 's', 'b', 'bold', 'b']],
  ['', []],
])('the words of %j are %j', (text, terms) => {
  expect(termsOf(text)).toEqual(terms)
})

test('a word says where it is in the text', () => {
  const text = 'a cre\u0300me!'

  const places = [...wordsOf(text)].map(({ start, end }) => text.slice(start, end))

  expect(places).toEqual(['a', 'cre\u0300me'])
})

test('a very long word is known by its beginning, in a text as in a query', () => {
  const long = 'x'.repeat(5000)

  expect(termsOf(long)).toEqual(['x'.repeat(200)])
  expect(phrasesOf(long)).toEqual([{ terms: ['x'.repeat(200)], isPrefix: true }])
})

test('a vector has each word with its positions', () => {
  expect(toVector('Inv 7, inv 8')).toBe("'inv':1,3 '7':2 '8':4")
  expect(toVector('')).toBe('')
})

test('a vector stays within what PostgreSQL takes, in bytes and in positions', () => {
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
