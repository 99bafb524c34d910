import { expect, test } from 'vitest'
import { ratios } from './ratios.ts'

const rounds = [
  [10, 20],
  [10, 8],
  [9, 10],
]

test('half the time is twice the ratio, and the median round counts', () => {
  expect(ratios(rounds, 1)).toBe('0.900   (0.500, 1.250, 0.900)')
  expect(ratios(rounds, 0)).toBe('1.000   (1.000, 1.000, 1.000)')
})
