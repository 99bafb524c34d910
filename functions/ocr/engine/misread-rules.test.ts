import { expect, test } from 'vitest'
import { withoutMisreadRules } from './misread-rules.ts'
import type { PlacedWord } from './placed-word.ts'

const word = (text: string, [width, height]: [number, number], confidence: number): PlacedWord => ({
  ...{ text, confidence, box: [10, 10, 10 + width, 10 + height] },
  ...{ startsLine: false, hasSpaceBefore: true, startsParagraph: false },
})
/** A white page with an arc of 3 px from corner to corner of its first 80 px, and nothing else. */
const page = { grey: new Uint8Array(400 * 100).fill(255), width: 400, height: 100 }
for (let y = 10; y < 90; y += 1) page.grey.fill(20, y * 400 + y, y * 400 + y + 3)
const print = [word('Damson', [90, 20], 92), word('jam,', [50, 20], 40), word('1999', [50, 20], 92)]

function textsOf(words: PlacedWord[]): string[] {
  return withoutMisreadRules([...print, ...words], page).map(({ text }) => text)
}

test.each([
  ['dashes', word('ee', [40, 5], 22)],
  ['a dotted line', word('ns', [7, 20], 33)],
  ['a digit', word('0', [5, 3], 35)],
  ['a doubtful letter of an axis', word('I', [4, 60], 30)],
  ['an axis', word('|', [4, 60], 89)],
])('letters read in a rule are dropped: %s', (_, rule) => {
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
  const words = withoutMisreadRules([heading, ...print], page)

  expect(words.map(({ text }) => text)).toEqual(['Jam', 'Damson', 'jam,', '1999'])
})

test('an empty page stays empty', () => {
  expect(withoutMisreadRules([], page)).toEqual([])
})

test.each([
  ['\\', 89],
  ['N', 84],
  ['N\\', 50],
])('%s is dropped where it was read in a stroke of a drawing', (text, confidence) => {
  const stroke = { ...word(text, [80, 80], confidence), startsLine: true }

  expect(textsOf([stroke])).toEqual(['Damson', 'jam,', '1999', ''])
})

test('a thin letter stays beside other words of its line', () => {
  const letter = { ...word('A', [80, 80], 84), startsLine: true }

  expect(textsOf([letter, word('Guide', [200, 80], 90)]).slice(3)).toEqual(['A', 'Guide'])
})

test('a large initial and a word of like height stay', () => {
  const thick = { ...page, grey: page.grey.map((level, at) => (at % 400 < 25 ? 20 : level)) }
  const words = [
    { ...word('T', [60, 60], 90), startsLine: true },
    { ...word('Jam', [80, 80], 90), startsLine: true },
  ]

  expect(withoutMisreadRules([...print, ...words], thick)).toEqual([...print, ...words])
})
