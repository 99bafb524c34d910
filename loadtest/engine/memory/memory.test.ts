import { expect, test } from 'vitest'
import { endsQuarter, growthTable } from './memory.ts'

test.each([
  [4, [1, 2, 3, 4]],
  [100, [25, 50, 75, 100]],
  [6, [2, 3, 5, 6]],
  [2, [1, 2]],
])('the quarters of %i pages end with %j', (count, expected) => {
  const pages = Array.from({ length: count }, (_, index) => index + 1)

  expect(pages.filter((read) => endsQuarter(read, count))).toEqual(expected)
})

test('the table shows resident memory after each quarter', () => {
  const MiB = 2 ** 20
  const quarters = [120, 130, 131, 131].map((each) => each * MiB)

  const table = growthTable([{ reader: 'libtesseract', atRest: 90 * MiB, quarters, peak: null }], 6)

  expect(table.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['memory, MiB', 'at rest', 'after 2', 'after 3', 'after 5', 'after 6', 'peak'],
    ['libtesseract', '90', '120', '130', '131', '131', '–'],
    [''],
  ])
})
