import { expect, test } from 'vitest'
import { isShare } from './rolling.ts'

test.each([
  [180, 200, true],
  [165, 200, true],
  [200, 200, false],
  [160, 200, false],
  [20, 200, false],
  [0, 0, false],
])('%i of %i pages are nine in ten: %s', (found, count, expected) => {
  expect(isShare(found, count, 0.9)).toBe(expected)
})
