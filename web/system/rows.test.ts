import { expect, test } from 'vitest'
import { toRows } from './rows.ts'
import type { Values } from './strip.ts'

const minutes = (count: number) => count * 60
const quarter = { from: 0, to: minutes(15) }
const column = (times: number[], values: Values) => ({ label: 'queue', times, values })

test('a row has the greatest value of its minute, which may be older than the minute', () => {
  const times = [0, minutes(2) + 10, minutes(2) + 20, minutes(15)]

  const rows = toRows(quarter, [column(times, [7, 9, 3, 3])])

  expect(rows.slice(-4).map(({ at, values }) => [at / 60, values[0]])).toEqual([
    [3, 3],
    [2, 9],
    [1, 7],
    [0, 7],
  ])
  expect(rows).toHaveLength(15)
})

test('the table begins with the first value', () => {
  const rows = toRows(quarter, [column([minutes(13) + 5, minutes(15)], [1, 1])])

  expect(rows.map(({ at }) => at / 60)).toEqual([14, 13])
})

test('a short time has a row for ten seconds', () => {
  const rows = toRows({ from: 101, to: 125 }, [column([90, 111, 125], [0, 1, 1])])

  expect(rows).toEqual([
    { at: 120, values: [1] },
    { at: 110, values: [1] },
    { at: 100, values: [0] },
  ])
})

test('columns may have times of their own', () => {
  const columns = [column([100, 125], [1, 1]), column([100, 112, 125], [0, 1, 1])]

  expect(toRows({ from: 100, to: 120 }, columns).map(({ values }) => values)).toEqual([
    [1, 1],
    [1, 0],
  ])
})

test('what is unknown in the whole row is null', () => {
  const times = [minutes(13), minutes(14), minutes(14) + 30]

  expect(toRows(quarter, [column(times, [null, 5, null])]).map(({ values }) => values)).toEqual([
    [5],
    [null],
  ])
})
