import { expect, test } from 'vitest'
import { withoutMisreadRules } from './misread-rules.ts'
import type { PlacedWord } from './placed-word.ts'

const word = (text: string, [width, height]: [number, number], confidence: number): PlacedWord => ({
  ...{ text, confidence, box: [10, 10, 10 + width, 10 + height] },
  ...{ startsLine: false, hasSpaceBefore: true, startsParagraph: false },
})
const print = [word('Damson', [90, 20], 92), word('jam,', [50, 20], 40), word('1999', [50, 20], 92)]

function textsOf(words: PlacedWord[]): string[] {
  return withoutMisreadRules([...print, ...words]).map(({ text }) => text)
}

test.each([
  ['dashes', word('ee', [40, 5], 22)],
  ['a dotted line', word('ns', [7, 20], 33)],
  ['a digit', word('0', [5, 3], 35)],
  ['an arc of a plan', word('Y', [60, 60], 6)],
  ['a corner of a plan', word('\\', [60, 60], 89)],
])('characters read in lines of a drawing are dropped: %s', (_, rule) => {
  expect(textsOf([rule])).toEqual(['Damson', 'jam,', '1999', ''])
})

test.each([
  ['a small letter', word('e', [10, 10], 30)],
  ['a large initial', word('T', [60, 60], 90)],
  ['a large ampersand', word('&', [60, 60], 40)],
  ['a dash', word('—', [20, 2], 30)],
  ['a flat word of high confidence', word('no', [20, 6], 60)],
  ['slim letters', word('ill', [15, 20], 30)],
  ['a box that spans several lines', word('harbour', [50, 60], 20)],
  ['the Chinese character for one', word('一', [20, 3], 30)],
])('other words are kept: %s', (_, kept) => {
  expect(textsOf([kept])).toEqual(['Damson', 'jam,', '1999', kept.text])
})

test('small print beside a large heading is kept', () => {
  const heading = word('Jam', [300, 120], 90)
  const words = withoutMisreadRules([heading, ...print])

  expect(words.map(({ text }) => text)).toEqual(['Jam', 'Damson', 'jam,', '1999'])
})

test('an empty page stays empty', () => {
  expect(withoutMisreadRules([])).toEqual([])
})
