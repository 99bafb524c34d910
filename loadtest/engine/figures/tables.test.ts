import { expect, test } from 'vitest'
import { compareRuns } from './compare.ts'
import { toFigures } from './figures.ts'
import { cer, info, reading } from './readings.fixture.ts'
import {
  anglesTable,
  changesTable,
  costTable,
  errorTable,
  looksTable,
  waysTable,
} from './tables.ts'

const readers = [info('command'), info('libtesseract', true)]
const name = 'libtesseract, second looks'
const readings = [
  reading('command', '0/a', { ...cer(0.5), seconds: 2 }),
  reading(name, '0/a', { ...cer(0.1234), looks: ['column', 'sparse'], kept: 'sparse' }),
  reading(name, '90/a', { ...cer(0.25), looks: ['column'] }),
]
const figures = toFigures(readings.slice(0, 2), readers)
/** Table with runs of spaces collapsed. */
const lines = (table: string) => table.split('\n').map((line) => line.trim().split(/ {2,}/))

test('costs are relative to the command, with memory where it is known', () => {
  const peaks = new Map([[name, 100 * 2 ** 20]])

  expect(lines(costTable(figures, peaks)).slice(1, 3)).toEqual([
    ['command', '1', '0', '2.000', '1.00', '1.000', '1.00', '–'],
    [name, '1', '0', '1.000', '0.50', '1.000', '1.00', '100'],
  ])
  expect(lines(costTable(figures))[2]).toHaveLength(7)
})

test('error rates are percent', () => {
  expect(lines(errorTable(figures))[2]).toEqual([
    ...[name, '12.34', '12.34', '6.17', '6.17', '24.68', '24.68'],
  ])
})

test('second looks have a table if there were any', () => {
  expect(lines(looksTable(figures))[1]).toEqual([name, '2', '1', '1', '–', '12.34'])
  expect(looksTable(figures.slice(0, 1))).toBe('')
})

test('each way of looking again is counted', () => {
  expect(lines(waysTable(readings)).slice(1, 3)).toEqual([
    [`${name}: column`, '2', '0'],
    [`${name}: sparse`, '1', '1'],
  ])
  expect(waysTable([])).toBe('')
})

test('turned pages are listed by angle, upright ones first', () => {
  expect(lines(anglesTable(readings, readers)).slice(1, 3)).toEqual([
    ['upright', '50.00', '50.00', '12.34', '12.34'],
    ['90°', '–', '–', '25.00', '25.00'],
  ])
})

test('a change has its sign', () => {
  const worse = readings.map((each) => ({ ...each, ...cer(0.6) }))
  const changes = compareRuns({ readers, readings }, { readers, readings: worse })

  expect(lines(changesTable(changes))[1]).toEqual([
    ...['command', '1', '50.00', '60.00', '50.00', '60.00', '+10.00', '0', '1', '1.00', '1.00'],
  ])
})
