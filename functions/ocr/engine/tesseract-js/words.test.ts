import { expect, test } from 'vitest'
import { wordsOf } from './words.ts'

const tsv = [
  '1\t1\t0\t0\t0\t0\t0\t0\t598\t473\t-1\t',
  '4\t1\t1\t1\t1\t0\t68\t81\t463\t58\t-1\t',
  '5\t1\t1\t1\t1\t1\t68\t87\t188\t37\t92.257065\tDamson',
  '5\t1\t1\t1\t1\t2\t274\t81\t81\t42\t96\ta\tb',
  '5\t1\t1\t1\t2\t1\t1\t1\t1\t1\t95\t ',
  '5\t1\t1\t1\t3\t1\t1\t1\t1\t1\t95\tc',
  '5\t1\t2\t1\t1\t1\t1\t1\t1\t1\t95\td',
  '',
].join('\n')

test('words are the rows of their level, with the corners of their boxes', () => {
  const [first, second] = wordsOf(tsv)

  expect(first).toMatchObject({ text: 'Damson', confidence: 92.257065, box: [68, 87, 256, 124] })
  expect(second).toMatchObject({ text: 'a\tb', confidence: 96, box: [274, 81, 355, 123] })
})

test('a word says whether it starts a line or a paragraph', () => {
  const starts = wordsOf(tsv).map(({ text, startsLine, startsParagraph }) => {
    return [text, startsLine, startsParagraph]
  })

  expect(starts).toEqual([
    ['Damson', true, true],
    ['a\tb', false, false],
    ['c', true, false],
    ['d', true, true],
  ])
})

test('an empty page has none', () => {
  expect(wordsOf('')).toEqual([])
})
