import type { CommitDelays } from '../repeated/commits.ts'
import { isGood, type Report } from '../verdict/report.ts'
import { type Row, toTable } from '../verdict/table.ts'
import type { LongestWait } from '../watch/waits.ts'
import { isOfARuntime, nameOf } from './plan.ts'
import type { HitWindow } from './repeated.ts'

/** What is left of a drill over Kafka and PostgreSQL; stall and wait are of the part with one fault at a time. */
export interface TwoRuntimesReport extends Report {
  /** After faults that overlapped. */
  overlapStallMs: number
  overlapWait: LongestWait
  commitDelays: CommitDelays
  /** How many pages were to be uploaded. */
  askedPages: number
  /** Uploads that nobody took in time, or that were not begun; by key. */
  givenUp: string[]
  /** Faults that were to hit a process, and found none. */
  hitNobody: string[]
  /** How often partitions of images-feed changed hands. */
  rebalances: number
  /** Acts after which replicas were not in sync again, or a process not ready. */
  notReady: string[]
  /** Acts with one fault after which some of the pages that waited did not end, and which. */
  standing: string[]
}

/** So long may nothing end, or none of the pages that waited at the end of a fault, once that is over. */
export const maxStallMs = 30_000
/** So long may one page wait with no fault at work, with all that is before it. */
const maxWaitMs = 120_000
/** Deliveries beyond those in hand, for each page. */
const maxRepeatedShare = 0.01
/** A commit takes as long as an append or two: else nobody can say what was in hand when a fault came. */
const maxCommitMs = 1000
const maxMissingCommits = 0.25

/** What the drill has against the system, or against itself, a line each; none if nothing. */
export function faultsFound(report: TwoRuntimesReport): string[] {
  const { verdict, repeated, longestStallMs, longestWait, askedPages, givenUp } = report
  const { attempted, acknowledged } = verdict
  const { unexplained } = repeated
  const { median, missing } = report.commitDelays
  const found: [boolean, string][] = [
    [!isGood(report), 'something is lost, made up, twice, wrong, damaged, or has crashed'],
    [attempted !== askedPages, `${attempted} pages of ${askedPages} were uploaded`],
    [acknowledged === 0, 'no upload was acknowledged'],
    [givenUp.length > 0, `${givenUp.length} uploads were given up, first ${givenUp[0]}`],
    [longestStallMs > maxStallMs, `nothing ended for more than ${maxStallMs / 1000} s`],
    [
      longestWait.ms > maxWaitMs,
      `one page waited for more than ${maxWaitMs / 1000} s: ${longestWait.page}`,
    ],
    [
      unexplained.length > maxRepeatedShare * attempted,
      `more than 1% of the pages were delivered again, first ${unexplained[0]}`,
    ],
    [!(median <= maxCommitMs), `half of the commits came later than ${maxCommitMs} ms`],
    [missing > maxMissingCommits, `${(100 * missing).toFixed(0)}% of the answers have no commit`],
  ]
  return [
    ...found.flatMap(([isFound, line]) => (isFound ? [line] : [])),
    ...report.hitNobody.map((hit) => `hit nobody: ${hit}`),
    ...report.notReady.map((act) => `not ready again: ${act}`),
    ...report.standing.map((act) => `did not end for ${maxStallMs / 1000} s after ${act}`),
  ]
}

/** Those that were to hit a process, and found none. */
export function thatHitNobody(faults: HitWindow[]): string[] {
  return faults
    .filter(({ kind, variant }) => ['kill', 'stop'].includes(kind) && isOfARuntime(variant))
    .filter(({ pids }) => pids.length === 0)
    .map(nameOf)
}

/** The report as a person reads it. */
export function toTwoRuntimesTable(report: TwoRuntimesReport): string {
  const { overlapWait, commitDelays } = report
  const rows: Row[] = [
    ['overlap stall', (report.overlapStallMs / 1000).toFixed(1), 's, after two faults at once'],
    ['overlap wait', (overlapWait.ms / 1000).toFixed(1), `s, of one page: ${overlapWait.page}`],
    [
      'committed',
      commitDelays.median.toFixed(0),
      `ms after its answer, the median; 99% after ${commitDelays.p99.toFixed(0)}`,
    ],
    ['rebalances', report.rebalances, 'times partitions changed hands'],
  ]
  return [toTable(report, rows), ...faultsFound(report).map((line) => `! ${line}`)].join('\n')
}
