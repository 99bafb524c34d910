import { expect, test } from 'vitest'
import { pagePixels, within } from './page-pixels.ts'

test.each([
  ['a letter page at 200 dpi', [612, 792], [1700, 2200]],
  ['A3 at 200 dpi', [842, 1191], [2339, 3308]],
  ['A5 at 291 dpi', [420, 595], [1700, 2408]],
  ['a till receipt at 300 dpi', [227, 800], [946, 3333]],
  ['a plan of A0 with bounded pixels', [2384, 3370], [2914, 4119]],
  ['a page of 200 inches with bounded pixels', [14_400, 14_400], [3464, 3464]],
  ['a long strip with a bounded side', [14_400, 1], [30_000, 2]],
  ['a page smaller than a pixel', [0.01, 0.01], [1, 1]],
] as const)('%s', (_, size, [width, height]) => {
  expect(pagePixels(size)).toEqual({ width, height })
})

test('a missing page has the size of a letter page', () => {
  expect(pagePixels(null)).toEqual(pagePixels([612, 792]))
})

test('a page is reduced to a width, and never enlarged', () => {
  expect(within(320, { width: 1700, height: 2200 })).toEqual({ width: 320, height: 414 })
  expect(within(320, { width: 200, height: 100 })).toEqual({ width: 200, height: 100 })
  expect(within(320, { width: 30_000, height: 2 })).toEqual({ width: 320, height: 1 })
})
