import { expect, test } from 'vitest'
import type { FaultWindow } from '../faults/injector.ts'
import { type FaultKind, limitsFor, oneRuntime, twoRuntimes } from '../topology.ts'
import { calm, goodReport } from './report.fixture.ts'
import { type Calmness, faultsFound, missedFaults, type Report } from './report.ts'

const failedStart = { from: 0, to: 1, code: 78, message: 'Cannot open it' }
const alone = (change: Partial<Calmness>) => ({ alone: { ...calm, ...change } })
const repeatedBeyond = (count: number) => ({
  repeated: { ...goodReport.repeated, unexplained: Array<string>(count).fill('e at 1 s') },
})

test.each<[string, Partial<Report>]>([
  ['everything is fine', {}],
  ['starts failed on a full disk', { failedStarts: [failedStart] }],
  ['a page waited long', alone({ longestWait: { ms: 600_000, page: 'A page 1' } })],
  ['no page ended for long', alone({ stallMs: 600_000 })],
  ['deliveries were repeated', repeatedBeyond(9)],
  ['waiting pages did not end soon', alone({ stuckPages: ['kill ocr 1: 2 pages'] })],
  ['a fault found no process', { missedFaults: ['kill results 1'] }],
])('over the embedded log there are no findings where %s', (_, change) => {
  expect(faultsFound({ ...goodReport, ...change }, oneRuntime.limits)).toEqual([])
})

const verdict = { ...goodReport.verdict, attempted: 100 }
const kafka = { commitDelays: { median: 12.4, p99: 250.2, missing: 0.02 }, rebalances: 4 }
const good: Report = {
  ...{ ...goodReport, verdict, kafka, askedPages: 100 },
  overlapping: {
    ...{ stallMs: 45_000, longestWait: { ms: 300_000, page: 'B page 2' } },
    stuckPages: ['kill broker 1, stop gateway 2: 1 pages, first B page 2'],
  },
}

test.each<[string, Partial<Report>]>([
  ['stall and wait are long after overlapping faults only', {}],
  ['a page waited for 120 s', alone({ longestWait: { ms: 120_000, page: 'A page 1' } })],
  ['no page ended for 30 s after a fault', alone({ stallMs: 30_000 })],
  ['one delivery of a hundred was repeated', repeatedBeyond(1)],
])('over Kafka there are no findings where %s', (_, change) => {
  expect(faultsFound({ ...good, ...change }, twoRuntimes.limits)).toEqual([])
})

const commitDelays = (median: number, missing = 0) => ({
  kafka: { ...kafka, commitDelays: { median, p99: median, missing } },
})

test.each<[string, Partial<Report>]>([
  ['no page ended for longer', alone({ stallMs: 30_001 })],
  ['two deliveries of a hundred were repeated', repeatedBeyond(2)],
  [
    'one delivery of 60 was repeated',
    { ...repeatedBeyond(1), askedPages: 60, verdict: { ...verdict, attempted: 60 } },
  ],
  ['commits came late', commitDelays(1001)],
  ['no commit was found', commitDelays(Number.NaN)],
  ['commits are missing', commitDelays(12, 0.26)],
  ['a page waited for longer', alone({ longestWait: { ms: 120_001, page: 'A page 1' } })],
  ['a fault found no process', { missedFaults: ['kill gateway 2'] }],
  ['waiting pages did not end', alone({ stuckPages: ['kill broker 1: 2 pages'] })],
])('over Kafka there is a finding where %s', (_, change) => {
  expect(faultsFound({ ...good, ...change }, twoRuntimes.limits)).toHaveLength(1)
})

test.each([
  [1000, 3],
  [999, 1],
])(
  'of %i pages, slow ones are a finding from 1,000 pages on, stuck ones always',
  (pages, count) => {
    const bad = {
      ...{ ...good, ...repeatedBeyond(20), ...commitDelays(1001) },
      ...alone({ stuckPages: ['kill broker 1: 2 pages'] }),
    }

    expect(faultsFound(bad, limitsFor(twoRuntimes, pages))).toHaveLength(count)
  },
)

test.each<[string, Partial<Report>]>([
  ['a page is lost', { verdict: { ...verdict, lost: 1 } }],
  ['a page is made up', { verdict: { ...verdict, ghost: 1 } }],
  ['a page is duplicated', { verdict: { ...verdict, twice: 1 } }],
  ['a text is wrong', { verdict: { ...verdict, wrong: 1 } }],
  ['a runtime ended by itself', { crashes: 1 }],
  ['a start failed without a full disk', { unexcusedStarts: [failedStart] }],
  ['a database is damaged', { damages: ['log.sqlite is damaged'] }],
  ['fewer pages were uploaded than planned', { askedPages: 101 }],
  ['no upload was acknowledged', { verdict: { ...verdict, acknowledged: 0 } }],
  ['an upload was given up', { givenUp: ['page-000001.png'] }],
  ['the system did not recover', { notReady: ['kill broker 1: replicas are not in sync'] }],
])('in every topology there is a finding where %s', (_, change) => {
  for (const { limits } of [oneRuntime, twoRuntimes]) {
    expect(faultsFound({ ...good, ...change }, limits)).toHaveLength(1)
  }
})

test('faults on functions and runtimes without a process are missed; links and servers need none', () => {
  const hit = (kind: FaultKind, variant: string, pids: number[]): FaultWindow => ({
    ...{ kind, variant, pids, place: 2 },
    ...{ from: 0, to: 1, lastsMs: 1 },
  })
  const faults = [
    ...[hit('kill', 'gateway', []), hit('stop', 'ocr', []), hit('kill', 'runtime', [7])],
    ...[hit('cut', 'gateway', []), hit('kill', 'broker', []), hit('stop', 'postgres', [])],
  ]

  expect(missedFaults(faults)).toEqual(['kill gateway 2', 'stop ocr 2'])
})
