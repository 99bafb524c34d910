import { expect, test } from 'vitest'
import type { Word } from '../../../shared/events/contract/recognition.ts'
import { gainOf, meanConfidence, score, upwardJumps } from './score.ts'

/** Word of 10 × 10 px at a line and a column. */
const word = (text: string, confidence: number, [line, column] = [0, 0]): Word => ({
  ...{ text, confidence },
  box: [column * 12, line * 20, column * 12 + 10, line * 20 + 10],
})

test('a long word counts for more than a short one', () => {
  expect(meanConfidence([word('abcdefgh', 90), word('ab', 40)])).toBe(80)
})

test('no words have a confidence of 0', () => {
  expect([meanConfidence([]), score([]), gainOf([], [])]).toEqual([0, 0, 0])
})

test('confident characters raise the score, doubtful ones lower it', () => {
  expect(score([word('abcd', 95)])).toBeGreaterThan(score([word('ab', 95)]))
  expect(score([word('abcd', 95), word('|~', 20)])).toBeLessThan(score([word('abcd', 95)]))
})

test('the gain is in points of confidence a character', () => {
  expect(gainOf([word('abcd', 90)], [word('abcd', 80)])).toBe(10)
})

test('added words need more confidence than common ones', () => {
  const both = [word('abcd', 80)]

  expect(gainOf([...both, word('efgh', 70, [1, 0])], both)).toBeLessThan(0)
  expect(gainOf([...both, word('efgh', 95, [1, 0])], both)).toBeGreaterThan(0)
})

test('a lost line counts even if it was doubtful', () => {
  const line = word('efgh', 50, [1, 0])

  expect(gainOf([word('abcd', 82)], [word('abcd', 80), line])).toBeLessThan(0)
})

test('the top of the next column is a jump up, and a new line is none', () => {
  const columns = [word('a', 90, [0, 0]), word('b', 90, [1, 0]), word('c', 90, [0, 1])]
  const lines = [word('a', 90, [0, 0]), word('c', 90, [0, 1]), word('b', 90, [1, 0])]

  expect([upwardJumps(columns), upwardJumps(lines)]).toEqual([1, 0])
})

test('a rising line has no jump up, and a word of the line above is one', () => {
  const at = (left: number, top: number): Word => ({
    ...{ text: 'word', confidence: 90 },
    box: [left, top, left + 10, top + 10],
  })

  expect(upwardJumps([at(0, 40), at(50, 28)])).toBe(0)
  expect(upwardJumps([at(0, 40), at(50, 15)])).toBe(1)
  expect(upwardJumps([at(50, 40), at(0, 28)])).toBe(1)
})
