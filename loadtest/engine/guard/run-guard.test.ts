import { expect, test } from 'vitest'
import { spread } from './run-guard.ts'

test.each([
  [undefined, 'abcdefgh'],
  [8, 'abcdefgh'],
  [4, 'bdfh'],
  [1, 'h'],
  [20, 'abcdefgh'],
])('%j of eight items are evenly spaced', (count, expected) => {
  expect(spread([...'abcdefgh'], count).join('')).toBe(expected)
})
