import { expect, test } from 'vitest'
import { idealMs, inTurnMs } from './ideal.ts'

test.each([
  { pages: [1, 1, 1, 1], replicas: 2, ideal: 2, inTurn: 2 },
  { pages: [3, 1, 1, 1], replicas: 2, ideal: 3, inTurn: 3 },
  { pages: [1, 1, 1, 3], replicas: 2, ideal: 3, inTurn: 4 },
  { pages: [10, 1, 1], replicas: 3, ideal: 10, inTurn: 10 },
  { pages: [2, 3, 4], replicas: 1, ideal: 9, inTurn: 9 },
  { pages: [2], replicas: 4, ideal: 2, inTurn: 2 },
])('pages of $pages on $replicas replicas need $ideal, and $inTurn in order', (row) => {
  expect(idealMs(row.pages, row.replicas)).toBe(row.ideal)
  expect(inTurnMs(row.pages, row.replicas)).toBe(row.inTurn)
})

test('pages that arrive one after the other are not read before', () => {
  expect(idealMs([3, 3, 3], 2, 4)).toBe(11)
  expect(inTurnMs([3, 3, 3], 2, 4)).toBe(11)
  expect(inTurnMs([3, 3, 3], 1, 2)).toBe(9)
  expect(idealMs([8, 1, 1], 2, 1)).toBe(8)
})
