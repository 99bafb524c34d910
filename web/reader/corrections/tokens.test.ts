import { expect, test } from 'vitest'
import { hitWords, linesOf, toTokens } from './tokens.ts'

type Box = [number, number, number, number]

/** Words of the text, on one line each. */
const wordsOf = (text: string) =>
  (text.match(/\S+/g) ?? []).map((word, index): { text: string; box: Box } => ({
    text: word,
    box: [0, index * 20, 50, index * 20 + 15],
  }))

test('words with their white space are the text', () => {
  const text = '\n Two words,\n\nthen  more \n'

  const tokens = toTokens(text, wordsOf(text))

  expect(tokens.map(({ before, text }) => before + text).join('')).toBe('Two words,\n\nthen  more')
  expect(linesOf(tokens).map((line) => line.map(({ text }) => text))).toEqual([
    ['Two', 'words,'],
    ['then', 'more'],
  ])
})

test('words that differ from the text are on the lines of their boxes', () => {
  const words = [
    { text: 'a', box: [0, 0, 10, 10] as Box },
    { text: 'b', box: [20, 1, 30, 11] as Box },
    { text: 'c', box: [0, 20, 10, 30] as Box },
  ]

  expect(toTokens('x y z', words).map(({ before }) => before)).toEqual(['', ' ', '\n'])
})

test('a word that was taken away keeps its place, and the text is as it was', () => {
  const words = [...wordsOf('one two'), ...wordsOf('three')]
  const [first, second, third] = words
  if (!first || !second || !third) throw new Error('Expected three words')

  const tokens = toTokens('one\nthree', [first, { ...second, text: '' }, third])

  expect(tokens.map(({ before, text }) => before + text)).toEqual(['one', '', '\nthree'])
})

test.each([
  ['mend', 'Clocks mended,\nwound and mending', [1, 4]],
  ['wound-and', 'Clocks wound and mended', [1, 2]],
  ['festival', 'the fes-\ntival', [1, 2]],
  ['nowhere', 'Clocks mended', []],
  ['', 'Clocks mended', []],
])('a search for %j hits words of %j', (query, text, expected) => {
  expect([...hitWords(toTokens(text, wordsOf(text)), query)]).toEqual(expected)
})
