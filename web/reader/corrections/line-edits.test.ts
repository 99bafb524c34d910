import { expect, test } from 'vitest'
import { toWordEdits } from './line-edits.ts'

const lineOf = (text: string) =>
  text.split(' ').map((word, place) => ({ index: place + 10, text: word.replaceAll('_', ' ') }))

/** The words after the edits, those taken away as `-`. */
function edited(line: string, newText: string): string {
  const words = lineOf(line)
  for (const { index, was, text } of toWordEdits(words, newText)) {
    const word = words.find((each) => each.index === index)
    expect(word?.text).toBe(was)
    if (word) word.text = text
  }
  return words.map(({ text }) => (text === '' ? '-' : text.replaceAll(' ', '_'))).join(' ')
}

test.each([
  ['the same text', 'one two three', 'one  two three', 'one two three'],
  ['as many words', 'one tvvo three', 'one two 3', 'one two 3'],
  ['a word read as two', 'the har bour office', 'the harbour office', 'the harbour - office'],
  ['two words read as one', 'theharbour office', 'the harbour office', 'the_harbour office'],
  ['a new word in the middle', 'the office', 'the harbour office', 'the_harbour office'],
  ['a new word at the start', 'harbour office', 'the harbour office', 'the_harbour office'],
  [
    'new words, and one less',
    'of bridges and small dams',
    'of long bridges and dams',
    'of_long bridges and - dams',
  ],
  ['all words again in another order', 'b a', 'a b', '- a_b'],
  ['a word less', 'the | harbour', 'the harbour', 'the - harbour'],
  ['a repeated word less', 'had had had', 'had had', 'had had -'],
  ['nothing left', 'l| ..', '', '- -'],
  ['other words only', 'a b', 'x y z', 'x y_z'],
  ['a word that has several', 'a_b c', 'a b d', 'a b_d'],
])('%s', (_, line, newText, expected) => {
  expect(edited(line, newText)).toBe(expected)
})

test('only changed words are corrected', () => {
  expect(toWordEdits(lineOf('one tvvo three'), 'one two three')).toEqual([
    { index: 11, was: 'tvvo', text: 'two' },
  ])
})
