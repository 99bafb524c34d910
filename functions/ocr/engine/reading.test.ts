import { expect, test } from 'vitest'
import type { PlacedWord } from './placed-word.ts'
import { readingOf } from './reading.ts'

const word = (text: string, placed: Partial<PlacedWord> = {}): PlacedWord => ({
  ...{
    text,
    confidence: 90,
    box: [1, 2, 30, 12],
    startsLine: false,
    startsParagraph: false,
    hasSpaceBefore: true,
  },
  ...placed,
})
const page = { grey: new Uint8Array(100 * 20).fill(255), width: 100, height: 20 }
const first = { startsLine: true, startsParagraph: true }

test('words are joined to lines and paragraphs', () => {
  const { text } = readingOf(
    [
      word('Damson', first),
      word('jam,'),
      word('1999', { startsLine: true }),
      word('Keep', first),
      word('cool'),
    ],
    page,
  )

  expect(text).toBe('Damson jam,\n1999\n\nKeep cool\n')
})

test('words keep their boxes and have a mean confidence', () => {
  const { words, confidence } = readingOf(
    [
      word('a', { confidence: 92.257065 }),
      word('b', { confidence: -3 }),
      word('c', { confidence: 100.5 }),
    ],
    page,
  )

  expect(words.map(({ confidence }) => confidence)).toEqual([92.3, 0, 100])
  expect(words[0]).toEqual({ text: 'a', confidence: 92.3, box: [1, 2, 30, 12] })
  expect(confidence).toBe(64.1)
})

test('a rule mistaken for a word is dropped, and the next word starts its line', () => {
  const { text, words } = readingOf(
    [
      word('Damson', first),
      word(' ', first),
      word('jam'),
      word(' ', { startsLine: true }),
      word('1999'),
    ],
    page,
  )

  expect(text).toBe('Damson\n\njam\n1999\n')
  expect(words).toHaveLength(3)
})

test('no words give an empty text with a confidence of 0', () => {
  expect(readingOf([], page)).toEqual({ text: '', confidence: 0, words: [] })
})
