import { expect, test } from 'vitest'
import { chunkAt, topOf, windowBetween } from './chunk-window.ts'

const sizes = { count: 5, heights: [100, 200, undefined, 50], estimate: 80 }

test.each([
  ['above the list', -500, -100, { from: 0, to: 1, before: 0, after: 410 }],
  ['at its begin', -50, 150, { from: 0, to: 2, before: 0, after: 210 }],
  ['within', 150, 310, { from: 1, to: 3, before: 100, after: 130 }],
  ['at its end', 440, 900, { from: 4, to: 5, before: 430, after: 0 }],
  ['below the list', 2000, 2500, { from: 4, to: 5, before: 430, after: 0 }],
] as const)('a view %s', (_, top, bottom, expected) => {
  expect(windowBetween(top, bottom, sizes)).toEqual(expected)
})

test.each([
  [0, 0],
  [200, 1.5],
  [340, 2.5],
  [405, 3.5],
])('%i px from the top is the place %d, and back', (px, place) => {
  expect([chunkAt(px, sizes), topOf(place, sizes)]).toEqual([place, px])
})

test('below the list is its end', () => {
  expect([chunkAt(9000, sizes), topOf(5, sizes)]).toEqual([5, 510])
})

test('an empty list has no chunk', () => {
  expect(windowBetween(0, 100, { count: 0, heights: [], estimate: 80 })).toEqual({
    ...{ from: 0, to: 0, before: 0, after: 0 },
  })
})
