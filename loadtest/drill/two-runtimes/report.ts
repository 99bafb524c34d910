import { isGood, type Report } from '../report.ts'
import { type Row, toTable } from '../table.ts'

/** What is left of a drill over Kafka and PostgreSQL; `longestStallMs` is of the part with one fault at a time. */
export interface TwoRuntimesReport extends Report {
  /** After faults that overlapped. */
  overlapStallMs: number
  /** How often partitions of images-feed changed hands. */
  rebalances: number
  /** Acts after which replicas were not in sync again, or a process not ready. */
  notReady: string[]
}

/** So long may nothing end, once one fault is over. */
const maxStallMs = 30_000
/** Deliveries beyond those in hand, for each page. */
const maxRepeatedShare = 0.01

/** What the drill has against the system, a line each; none if nothing. */
export function faultsFound(report: TwoRuntimesReport): string[] {
  const { verdict, repeated, longestStallMs, notReady } = report
  const share = repeated.unexplained.length / Math.max(verdict.attempted, 1)
  return [
    ...(isGood(report)
      ? []
      : ['something is lost, made up, twice, wrong, damaged, or has crashed']),
    ...(longestStallMs > maxStallMs ? [`nothing ended for more than ${maxStallMs / 1000} s`] : []),
    ...(share > maxRepeatedShare ? ['more than 1% of the pages were delivered again'] : []),
    ...notReady.map((act) => `not ready again: ${act}`),
  ]
}

/** The report as a person reads it. */
export function toTwoRuntimesTable(report: TwoRuntimesReport): string {
  const rows: Row[] = [
    ['overlap stall', (report.overlapStallMs / 1000).toFixed(1), 's, after two faults at once'],
    ['rebalances', report.rebalances, 'times partitions changed hands'],
  ]
  return [toTable(report, rows), ...faultsFound(report).map((line) => `! ${line}`)].join('\n')
}
