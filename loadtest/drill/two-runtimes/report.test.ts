import { expect, test } from 'vitest'
import { goodReport } from '../verdict/report.fixture.ts'
import type { HitWindow } from './repeated.ts'
import { faultsFound, type TwoRuntimesReport, thatHitNobody, toTwoRuntimesTable } from './report.ts'

const verdict = { ...goodReport.verdict, attempted: 100 }
const good: TwoRuntimesReport = {
  ...{ ...goodReport, verdict },
  ...{ overlapStallMs: 45_000, overlapWait: { ms: 300_000, page: 'B page 2' } },
  commitDelays: { median: 12.4, p99: 250.2, missing: 0.02 },
  ...{ askedPages: 100, givenUp: [], hitNobody: [], rebalances: 4, notReady: [], standing: [] },
}
const repeatedBeyond = (count: number) => ({
  repeated: { ...goodReport.repeated, unexplained: Array<string>(count).fill('e at 1 s') },
})

test.each<[string, Partial<TwoRuntimesReport>]>([
  ['stall and wait are long, but after faults that overlapped', {}],
  ['a page waited for 120 s', { longestWait: { ms: 120_000, page: 'A page 1' } }],
  ['nothing ended for 30 s after a fault', { longestStallMs: 30_000 }],
  ['one delivery of a hundred was one too many', repeatedBeyond(1)],
])('nothing is found where %s', (_, change) => {
  expect(faultsFound({ ...good, ...change })).toEqual([])
})

test.each<[string, Partial<TwoRuntimesReport>]>([
  ['a page is lost', { verdict: { ...verdict, lost: 1 } }],
  ['nothing ended for longer', { longestStallMs: 30_001 }],
  ['two deliveries of a hundred were too many', repeatedBeyond(2)],
  [
    'one of 60 was',
    { ...repeatedBeyond(1), askedPages: 60, verdict: { ...verdict, attempted: 60 } },
  ],
  ['commits came late', { commitDelays: { median: 1001, p99: 1001, missing: 0 } }],
  ['no commit was found', { commitDelays: { median: Number.NaN, p99: Number.NaN, missing: 0 } }],
  ['commits are missing', { commitDelays: { median: 12, p99: 12, missing: 0.26 } }],
  ['a page waited for longer', { longestWait: { ms: 120_001, page: 'A page 1' } }],
  ['fewer pages were uploaded than were to be', { askedPages: 101 }],
  ['nothing was acknowledged', { verdict: { ...verdict, acknowledged: 0 } }],
  ['an upload was given up', { givenUp: ['page-000001.png'] }],
  ['a fault hit nobody', { hitNobody: ['kill gateway 2'] }],
  ['pages that waited did not end', { standing: ['kill broker 1: 2 pages, first A page 1'] }],
  ['something did not come back', { notReady: ['kill broker 1: replicas are not in sync'] }],
])('something is found where %s', (_, change) => {
  expect(faultsFound({ ...good, ...change })).toHaveLength(1)
})

test('the table tells what was found, and the stall after faults that overlapped', () => {
  const table = toTwoRuntimesTable({ ...good, longestStallMs: 31_000 })

  expect(table).toMatch(/overlap stall +45\.0 /)
  expect(table).toMatch(/overlap wait +300\.0 .*B page 2/)
  expect(table).toMatch(/committed +12 .*99% after 250/)
  expect(table).toContain('! nothing ended for more than 30 s')
})

test('faults of processes that found none have hit nobody, those of links and servers need none', () => {
  const hit = (kind: string, variant: string, pids: number[]): HitWindow => ({
    ...{ kind, variant, pids, place: 2 },
    ...{ from: 0, to: 1, lastsMs: 1 },
  })
  const faults = [
    ...[hit('kill', 'gateway', []), hit('stop', 'ocr', []), hit('kill', 'runtime', [7])],
    ...[hit('cut', 'gateway', []), hit('kill', 'broker', []), hit('stop', 'postgres', [])],
  ]

  expect(thatHitNobody(faults)).toEqual(['kill gateway 2', 'stop ocr 2'])
})
