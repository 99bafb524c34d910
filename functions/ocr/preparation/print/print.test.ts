import { expect, test } from 'vitest'
import type { Grey } from '../pixels.ts'
import { drawLines, whitePage } from './lines.fixture.ts'
import { printOf } from './print.ts'

const printSizeOf = (page: Grey) => printOf(page).size

test.each([5, 7, 12, 20, 40])('letters of %d px are measured', (height) => {
  const page = whitePage(900, 600)
  drawLines(page, { height, columns: 10, rows: 3 })

  expect(printSizeOf(page)).toEqual({ xHeight: height, medianHeight: height, count: 30 })
})

test('light letters on a dark ground are found like dark ones', () => {
  const page = whitePage(400, 200)
  drawLines(page, { height: 8, columns: 20, rows: 5 })
  const inverted = { ...page, grey: page.grey.map((level) => 255 - level) }

  expect(printSizeOf(inverted)).toMatchObject({ xHeight: 8, count: 100 })
})

test('letters on a dark panel and beside it are found', () => {
  const page = whitePage(640, 320)
  drawLines(page, { height: 8, columns: 25, rows: 10 })
  const isPanel = (at: number) => at % page.width < 320
  const panels = {
    ...page,
    grey: page.grey.map((level, at) => (isPanel(at) ? 255 - level : level)),
  }

  expect(printSizeOf(panels)?.count).toBeGreaterThan(230)
})

test('the x-height is that of the smallest print from a tenth of the page on', () => {
  const page = whitePage(1400, 900)
  drawLines(page, { height: 30, columns: 25, rows: 10 })
  drawLines(page, { height: 10, top: 700, columns: 30, rows: 1 })

  expect(printSizeOf(page)).toMatchObject({ xHeight: 10, medianHeight: 30 })
})

test('few labels on a large page are found', () => {
  const page = whitePage(3500, 2400)
  drawLines(page, { height: 11, left: 1500, top: 1200, columns: 24, rows: 1 })

  expect(printSizeOf(page)).toMatchObject({ xHeight: 11, count: 24 })
})

test('letters of a large page are measured to within two px', () => {
  const page = whitePage(2500, 1700)
  drawLines(page, { height: 23, columns: 70, rows: 30 })

  const height = printSizeOf(page)?.xHeight ?? 0

  expect(Math.abs(height - 23)).toBeLessThanOrEqual(1)
})

test.each([
  ['an empty page', () => 255],
  ['rules and dashes', (x: number, y: number) => (y % 20 < 2 && x % 30 < 20 ? 0 : 255)],
  ['dots', (x: number, y: number) => (x % 10 < 4 && y % 10 < 4 ? 0 : 255)],
  ['a gradient', (x: number) => x / 2],
])('%s has no print', (_, levelAt) => {
  const page = whitePage(400, 300)
  page.grey.forEach((_level, at) => {
    page.grey[at] = levelAt(at % page.width, Math.floor(at / page.width))
  })

  expect(printSizeOf(page)).toBeNull()
})
