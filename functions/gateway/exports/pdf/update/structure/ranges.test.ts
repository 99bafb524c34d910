import { expect, test } from 'vitest'
import { searchable } from './ranges.ts'

test('rows are found in ranges in any order', () => {
  const { size, rowOf } = searchable(
    [
      { first: 10, count: 3, at: 1000 },
      { first: 4, count: 0, at: 0 },
      { first: 0, count: 2, at: 500 },
      { first: 2, count: 1, at: 700 },
    ],
    20,
  )

  expect([0, 1, 2, 10, 12].map(rowOf)).toEqual([500, 520, 700, 1000, 1040])
  expect([3, 4, 9, 13, 4_000_000].map(rowOf)).toEqual(Array(5).fill(undefined))
  expect(size).toBe(13)
})

test('ranges with a number in common are refused', () => {
  const ranges = [
    { first: 0, count: 3, at: 0 },
    { first: 2, count: 1, at: 100 },
  ]

  expect(() => searchable(ranges, 20)).toThrow('Ranges overlap')
})
