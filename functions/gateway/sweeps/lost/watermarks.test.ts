import { expect, test } from 'vitest'
import { addWatermark, lostBounds, type Watermark } from './watermarks.ts'

/** Every ten minutes the greatest append number; a page is lost after fifteen. */
const watermarksOf = (...appends: number[]) =>
  appends.reduce<Watermark[]>(
    (watermarks, append, index) => addWatermark(watermarks, append, index * 10),
    [],
  )

test.each<[string, number[], [upTo: number, after: number][]]>([
  ['no mark', [], []],
  ['one mark', [5], []],
  ['too short a time', [5, 9], []],
  ['long enough', [5, 9, 12], [[5, 12]]],
  [
    'the latest pair first',
    [5, 9, 12, 20],
    [
      [9, 20],
      [5, 12],
    ],
  ],
  ['nothing was appended meanwhile', [5, 5, 5], [[5, 5]]],
  [
    'nothing was appended for a long time, then much',
    [5, 5, 5, 5, 8],
    [
      [5, 8],
      [5, 5],
    ],
  ],
  ['a pause after much', [5, 9, 9, 9], [[9, 9]]],
])('%s', (_, appends, expected) => {
  const bounds = lostBounds(watermarksOf(...appends), 15)

  expect(bounds).toEqual(expected.map(([upTo, after]) => ({ upTo, after })))
})

test('a mark is not forgotten while nothing is appended, and there are never many', () => {
  const quiet = watermarksOf(5, ...Array.from({ length: 1000 }, () => 6))
  const busy = watermarksOf(...Array.from({ length: 1000 }, (_, index) => index))

  expect(quiet).toHaveLength(2)
  expect(busy).toHaveLength(100)
  expect(busy.at(-1)).toEqual({ append: 999, fromMs: 9990, toMs: 9990 })
})
