import { expect, test } from 'vitest'
import { addWatermark, lostBounds, type Watermark } from './watermarks.ts'

/** Watermarks of append numbers sampled every 10 ms. */
const watermarksOf = (...appends: number[]) =>
  appends.reduce<Watermark[]>(
    (watermarks, append, index) => addWatermark(watermarks, append, index * 10),
    [],
  )

test.each<[string, number[], [upTo: number, after: number][]]>([
  ['no watermark', [], []],
  ['one watermark', [5], []],
  ['too short an interval', [5, 9], []],
  ['a sufficient interval', [5, 9, 12], [[5, 12]]],
  [
    'the latest pair first',
    [5, 9, 12, 20],
    [
      [9, 20],
      [5, 12],
    ],
  ],
  ['no append in the interval', [5, 5, 5], [[5, 5]]],
  [
    'a long pause, then an append',
    [5, 5, 5, 5, 8],
    [
      [5, 8],
      [5, 5],
    ],
  ],
  ['an append, then a long pause', [5, 9, 9, 9], [[9, 9]]],
])('%s', (_, appends, expected) => {
  const bounds = lostBounds(watermarksOf(...appends), 15)

  expect(bounds).toEqual(expected.map(([upTo, after]) => ({ upTo, after })))
})

test('watermarks are kept during a pause, and limited to 100', () => {
  const afterPause = watermarksOf(5, ...Array.from({ length: 1000 }, () => 6))
  const busy = watermarksOf(...Array.from({ length: 1000 }, (_, index) => index))

  expect(afterPause).toHaveLength(2)
  expect(busy).toHaveLength(100)
  expect(busy.at(-1)).toEqual({ append: 999, fromMs: 9990, toMs: 9990 })
})
