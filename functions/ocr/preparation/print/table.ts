import type { Component } from './components.ts'

/** Gap between cells, in heights of letters: wider than between words of most faces. */
const minGapInHeights = 0.7
/** Cells in a row of a table; number of such rows, and their share of the page's rows. */
const minCells = 3
const minRows = 7
const minRowShare = 0.4
/** Share of the rows that may have letters between two columns: a long name beside a short one. */
const maxGutterShare = 0.15
/** Share of the cells that are filled; words of code begin at common places as well. */
const minFilledShare = 0.6
/** Letters in the cell of a letter, in the mean: lines of sentences have more. */
const maxLettersInCell = 16
/** Width of the widest column relative to the narrowest: columns of sentences are alike. */
const minWidthRatio = 1.5
/** Share of letters that are much larger: Tesseract would lose them beside the others. */
const maxLargeShare = 0.04
const minLargeHeights = 1.8
/** Width of the page, in heights of letters; till receipts are narrower. */
const minWidthInHeights = 45
/** Vertical distance between the bottoms of lines in the same row, in heights. */
const maxOffsetInHeights = 0.35

type Letters = readonly Component[]

/**
 * Whether most of a page is a table: rows of short cells in columns of different widths. Tesseract
 * would read it column by column (docs/reading.md). `width` is that of the page, in px.
 */
export function isTable(lines: Letters[], width: number): boolean {
  const height = medianOf(lines.flat().map(({ top, bottom }) => bottom - top))
  if (width < minWidthInHeights * height) return false
  const all = rowsOf(lines, maxOffsetInHeights * height)
  const rows = all
    .map((row) => ({ row, runs: runsOf(row, minGapInHeights * height) }))
    .filter(({ runs }) => runs.length >= minCells)
  const columns = columnsOf(
    rows.flatMap(({ runs }) => runs),
    { few: maxGutterShare * rows.length, minWidth: height },
  )
  const widths = columns.map(({ left, right }) => right - left)
  const tabular = rows
    .map(({ row }) => cellsOf(row, columns))
    .filter((cells) => cells.length >= minCells)
  const cells = tabular.flat()
  const letters = sumOf(cells)
  return (
    tabular.length >= Math.max(minRows, minRowShare * all.length) &&
    cells.length >= minFilledShare * tabular.length * columns.length &&
    sumOf(cells.map((count) => count ** 2)) <= maxLettersInCell * letters &&
    Math.max(...widths) >= minWidthRatio * Math.min(...widths) &&
    largeShareOf(lines.flat(), height) <= maxLargeShare
  )
}

function largeShareOf(letters: Letters, height: number): number {
  const large = letters.filter(({ top, bottom }) => bottom - top > minLargeHeights * height)
  return large.length / letters.length
}

function sumOf(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Lines beside each other, joined. */
function rowsOf(lines: Letters[], maxOffset: number): Letters[] {
  const placed = lines
    // Letters with descenders are lower than the median.
    .map((letters) => ({ letters, bottom: medianOf(letters.map(({ bottom }) => bottom)) }))
    .sort((a, b) => a.bottom - b.bottom)
  const rows: Component[][] = []
  let last = Number.NEGATIVE_INFINITY
  for (const { letters, bottom } of placed) {
    if (bottom - last > maxOffset) {
      rows.push([])
      last = bottom
    }
    rows.at(-1)?.push(...letters)
  }
  return rows
}

function medianOf(lengths: number[]): number {
  return lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0
}

interface Extent {
  left: number
  right: number
}

/** Extents of a row's letters, joined over gaps of less than `minGap`. */
function runsOf(row: Letters, minGap: number): Extent[] {
  const runs: Extent[] = []
  for (const { left, right } of row.toSorted((a, b) => a.left - b.left)) {
    const run = runs.at(-1)
    if (run && left - run.right < minGap) run.right = Math.max(run.right, right)
    else runs.push({ left, right })
  }
  return runs
}

/** Extents of at least `minWidth` in which more than `few` of the runs lie. */
function columnsOf(runs: Extent[], { few, minWidth }: { few: number; minWidth: number }): Extent[] {
  const edges = runs
    .flatMap(({ left, right }) => [
      { x: left, change: 1 },
      { x: right, change: -1 },
    ])
    .sort((a, b) => a.x - b.x)
  const columns: Extent[] = []
  let count = 0
  for (const { x, change } of edges) {
    const isInside = count > few
    count += change
    if (count > few && !isInside) columns.push({ left: x, right: x })
    const column = columns.at(-1)
    if (column && isInside) column.right = x
  }
  return columns.filter(({ left, right }) => right - left >= minWidth)
}

/** Number of letters in each column that the row has letters in. */
function cellsOf(row: Letters, columns: Extent[]): number[] {
  const counts = new Map<number, number>()
  for (const { left, right } of row) {
    const column = columns.findIndex((column, index) => {
      const next = columns[index + 1]?.left ?? Number.POSITIVE_INFINITY
      return left + right < column.right + next
    })
    counts.set(column, (counts.get(column) ?? 0) + 1)
  }
  return [...counts.values()]
}
