import { expect, test } from 'vitest'
import { goodReport } from '../report.fixture.ts'
import { faultsFound, type TwoRuntimesReport, toTwoRuntimesTable } from './report.ts'

const verdict = { ...goodReport.verdict, attempted: 100 }
const good: TwoRuntimesReport = {
  ...{ ...goodReport, verdict },
  ...{ overlapStallMs: 45_000, rebalances: 4, notReady: [] },
}
const repeatedBeyond = (count: number) => ({
  repeated: { ...goodReport.repeated, unexplained: Array<string>(count).fill('e at 1 s') },
})

test.each<[string, Partial<TwoRuntimesReport>]>([
  ['a stall is long, but after faults that overlapped', {}],
  ['nothing ended for 30 s after a fault', { longestStallMs: 30_000 }],
  ['one delivery of a hundred is one too many', repeatedBeyond(1)],
])('nothing is found where %s', (_, change) => {
  expect(faultsFound({ ...good, ...change })).toEqual([])
})

test.each<[string, Partial<TwoRuntimesReport>]>([
  ['a page is lost', { verdict: { ...verdict, lost: 1 } }],
  ['nothing ended for longer', { longestStallMs: 30_001 }],
  ['two deliveries of a hundred are too many', repeatedBeyond(2)],
  ['something did not come back', { notReady: ['kill broker 1: replicas are not in sync'] }],
])('something is found where %s', (_, change) => {
  expect(faultsFound({ ...good, ...change })).toHaveLength(1)
})

test('the table tells what was found, and the stall after faults that overlapped', () => {
  const table = toTwoRuntimesTable({ ...good, longestStallMs: 31_000 })

  expect(table).toMatch(/overlap stall +45\.0 /)
  expect(table).toContain('! nothing ended for more than 30 s')
})
