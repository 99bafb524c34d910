import { expect, test } from 'vitest'
import type { Component } from './components.ts'
import { isTable } from './table.ts'

const [letterPx, advancePx, rowPx] = [10, 12, 24]
const pageWidth = 1000

interface Cell {
  left: number
  letters: number
  height?: number
}

/** One line of letters for each cell. */
function rowAt(row: number, cells: Cell[]): Component[][] {
  const bottom = (row + 1) * rowPx
  return cells.map(({ left, letters, height = letterPx }) =>
    Array.from({ length: letters }, (_, at) => ({
      ...{ left: left + at * advancePx, right: left + at * advancePx + letterPx },
      ...{ top: bottom - height, bottom, area: 50, isLight: false },
    })),
  )
}

const rows = (count: number, cells: (row: number) => Cell[]) =>
  Array.from({ length: count }, (_, row) => rowAt(row, cells(row))).flat()

const names = (row: number) => 8 + ((row * 5) % 7)
const table = (row: number): Cell[] => [
  { left: 20, letters: names(row) },
  { left: 250, letters: 5 },
  { left: 400, letters: 8 },
]
const sentence = (row: number): Cell[] => [{ left: 20, letters: 60 + (row % 7) }]

test('rows of short cells are a table', () => {
  expect(isTable(rows(12, table), pageWidth)).toBe(true)
})

test('a table may have a heading and sentences around it', () => {
  const page = rows(18, (row) => (row < 2 || row > 14 ? sentence(row) : table(row)))

  expect(isTable(page, pageWidth)).toBe(true)
})

test('some names may be as wide as their column', () => {
  const page = rows(12, (row) =>
    row === 4 ? [{ left: 20, letters: 20 }, ...table(row).slice(1)] : table(row),
  )

  expect(isTable(page, pageWidth)).toBe(true)
})

const columnsOf = (letters: number) => (row: number) =>
  [20, 340, 660].map((left) => ({ left, letters: letters - (row % 3) }))

test.each<[string, Component[][]]>([
  ['a page without print', []],
  ['a page of sentences', rows(20, sentence)],
  ['columns of sentences', rows(20, columnsOf(24))],
  ['an index: columns of the same width', rows(20, columnsOf(12))],
  ['names and prices', rows(12, (row) => table(row).slice(0, 2))],
  ['a few rows among sentences', rows(30, (row) => (row < 8 ? table(row) : sentence(row)))],
  ['six rows', rows(6, table)],
  [
    'panels of which one has sentences',
    rows(12, (row) => [...table(row).slice(0, 2), { left: 400, letters: 45 }]),
  ],
  [
    'words at places of their own',
    rows(12, (row) =>
      [0, 1, 2].map((at) => ({ left: 20 + at * 300 + ((row * 67) % 200), letters: 6 })),
    ),
  ],
  [
    'large figures above small print',
    rows(12, (row) => table(row).map((cell) => ({ ...cell, height: row % 4 === 0 ? 22 : 10 }))),
  ],
])('%s is not a table', (_, lines) => {
  expect(isTable(lines, pageWidth)).toBe(false)
})

test('a till receipt is not a table: it is narrow for its letters', () => {
  expect(isTable(rows(12, table), 440)).toBe(false)
})
