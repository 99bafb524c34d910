import { expect, test } from 'vitest'
import { at, ratios } from './ratios.ts'

const rounds = [
  [10, 20],
  [10, 8],
  [9, 10],
]

test('a party that takes half of the time has twice the ratio; the middle round counts', () => {
  expect(ratios(rounds, 1)).toBe('0.900   (0.500, 0.900, 1.250)')
  expect(ratios(rounds, 0)).toBe('1.000   (1.000, 1.000, 1.000)')
})

test('a share of sorted values is below what it says', () => {
  expect([0, 0.5, 0.9, 1].map((share) => at([1, 2, 3, 4, 5], share))).toEqual([1, 3, 4, 5])
})
