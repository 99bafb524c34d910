import { expect, test } from 'vitest'
import { word } from '../exported.fixture.ts'
import { layoutOf } from './layout.ts'

const words = [word('one', 0, 0, 30, 10), word('two', 40, 2, 70, 12), word('three', 0, 20, 50, 30)]

/** Words in lines, in paragraphs; `+` between those without white space. */
function seen(page: Parameters<typeof layoutOf>[0]) {
  return layoutOf(page).map(({ lines }) =>
    lines.map(({ words }) =>
      words
        .map(({ text, hasSpaceAfter }, at) =>
          hasSpaceAfter || at === words.length - 1 ? text : `${text}+`,
        )
        .join(' '),
    ),
  )
}

test.each([
  ['lines', 'one two\nthree\n', [['one two', 'three']]],
  ['paragraphs', 'one\n\ntwo three', [['one'], ['two three']]],
  ['words without a space between', 'onetwo\nthree', [['one+ two', 'three']]],
  ['white space of several characters', ' one\t two \n \n\n three ', [['one two'], ['three']]],
])('the text tells %s', (_, text, expected) => {
  expect(seen({ text, words, wordsOmitted: false })).toEqual(expected)
})

test.each([
  ['has other words', 'one 2 three'],
  ['has more words', 'one two three four'],
  ['is missing', null],
])('boxes tell lines if the text %s', (_, text) => {
  expect(seen({ text, words, wordsOmitted: false })).toEqual([['one two', 'three']])
})

test('lines and paragraphs have the box around their words', () => {
  const [paragraph] = layoutOf({ text: 'one two\nthree', words, wordsOmitted: false })

  expect(paragraph?.box).toEqual([0, 0, 70, 30])
  expect(paragraph?.lines.map(({ box }) => box)).toEqual([
    [0, 0, 70, 12],
    [0, 20, 50, 30],
  ])
})

test('a word that was taken away is left out, and one with spaces is one word', () => {
  const corrected = [
    ...words.slice(0, 2),
    { ...word('', 80, 2, 90, 12) },
    word('th ree', 0, 20, 50, 30),
  ]

  expect(seen({ text: 'one two\nth ree', words: corrected, wordsOmitted: false })).toEqual([
    ['one two', 'th ree'],
  ])
})

test('a page without words has no paragraphs', () => {
  expect(layoutOf({ text: '\n', words: [], wordsOmitted: false })).toEqual([])
  expect(layoutOf({ text: null, words: [], wordsOmitted: true })).toEqual([])
})
