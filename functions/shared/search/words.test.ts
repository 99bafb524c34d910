import { expect, test } from 'vitest'
import { wordsOf } from './words.ts'

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

test.each([
  ['x'.repeat(5000), 'x'.repeat(200)],
  ['É'.repeat(5000), 'e'.repeat(200)],
  [`x${'\u0301\u0323'.repeat(500_000)}`, 'x'],
  ['𐐀'.repeat(5000), '𐐨'.repeat(200)],
])('a very long word is known by its beginning: %#', (long, beginning) => {
  expect(termsOf(long)).toEqual([beginning])
})
