import { expect, test } from 'vitest'
import { factorFor, resolutionFor } from './fit.ts'

const page = (width: number, height: number, xHeight?: number, count = 500) => ({
  ...{ width, height, isTable: false },
  print: xHeight === undefined ? null : { xHeight, medianHeight: xHeight, count },
})

test.each([
  ['a letter page is 1600 px wide', page(2550, 3300, 20), 1600 / 2550],
  ['a page without print is 1600 px wide', page(2550, 3300), 1600 / 2550],
  ['a screenshot is not scaled', page(1200, 900, 7), 1],
  ['print of a few px is enlarged', page(1200, 900, 6), 1.5],
  ['a table of small print is enlarged', { ...page(1200, 900, 10), isTable: true }, 1.5],
  ['a table of larger print is not scaled', { ...page(1200, 900, 11), isTable: true }, 1],
  ['enlarged pages have at most 4 million px', page(2000, 1600, 6, 2000), Math.sqrt(1.25)],
  ['specks are not enlarged', page(1200, 900, 6, 40), 1],
  ['footnotes keep 12 px', page(2550, 3300, 15), 12 / 15],
  ['small print is not scaled', page(2550, 3300, 11), 1],
  ['the labels of a plan keep 9 px', page(7016, 4960, 14), 9 / 14],
  ['a very large plan has 20 million px', page(10_000, 8000, 9), 0.5],
])('%s', (_, of, factor) => {
  expect(factorFor(of)).toBeCloseTo(factor, 3)
})

test.each([
  ['a screenshot, by its print', page(1200, 900, 7), 1, 105],
  ['a page, by its scaled print', page(2550, 3300, 20), 0.6, 180],
  ['a till receipt', page(600, 1500, 15), 1, 265],
  ['a page without print', page(2550, 3300), 0.6, 265],
  ['tiny print', page(1200, 900, 4), 1, 70],
])('the reported resolution of %s', (_, of, factor, resolution) => {
  expect(resolutionFor(of, factor)).toBe(resolution)
})
