import { expect, test } from 'vitest'
import { percentile } from './percentile.ts'

test.each([
  { values: [3], share: 0.5, expected: 3 },
  { values: [4, 1, 3, 2], share: 0.5, expected: 2 },
  { values: [4, 1, 3, 2], share: 0, expected: 1 },
  { values: [4, 1, 3, 2], share: 1, expected: 4 },
  { values: Array.from({ length: 100 }, (_, index) => index + 1), share: 0.99, expected: 99 },
  { values: Array.from({ length: 20 }, (_, index) => index + 1), share: 0.95, expected: 19 },
])('$share of $values.length values do not exceed $expected', ({ values, share, expected }) => {
  expect(percentile(values, share)).toBe(expected)
})

test('an empty list has no percentile', () => {
  expect(percentile([], 0.5)).toBeNaN()
})

test('the values are not reordered', () => {
  const values = [2, 1]

  percentile(values, 0.5)

  expect(values).toEqual([2, 1])
})
