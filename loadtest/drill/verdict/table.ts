import type { Calmness, Report } from './report.ts'
import { summarizeStarts } from './starts.ts'

const shownFindings = 20

/** Name, figure, remark. */
type Row = [string, string | number, string]

/** Report as a table for the terminal. */
export function toTable(report: Report): string {
  const { verdict, repeated, leftOut, alone, overlapping, kafka } = report
  const share = (100 * repeated.unexplained.length) / Math.max(repeated.deliveries, 1)
  const rows: Row[] = [
    ['attempted', verdict.attempted, 'pages'],
    ['acknowledged', verdict.acknowledged, 'answered 202'],
    ['indeterminate', verdict.indeterminate, 'no answer, and not tried again'],
    ['finished', verdict.finished, 'read, or failed as they must'],
    ['lost', verdict.lost, ''],
    ['ghost', verdict.ghost, ''],
    ['twice', verdict.twice, ''],
    ['wrong', verdict.wrong, ''],
    ['deliveries', repeated.deliveries, 'to ocr'],
    ['repeated', repeated.explained, 'after a bad answer, or in flight at a fault'],
    ['appended again', repeated.appendedAgain, 'deliveries of uploads in flight at a fault'],
    ['repeated beyond', repeated.unexplained.length, `${share.toFixed(2)}%`],
    ['longest stall', toSeconds(alone.stallMs), 's, from the recovery of all targets'],
    ['longest wait', toSeconds(alone.longestWait.ms), waitRemark(alone.longestWait.page)],
    ['slept', report.sleeps, 'times: ocr was idle, without replicas'],
    ['crashed', report.crashes, 'runtimes that ended by themselves'],
    ['failed starts', report.failedStarts.length, 'of runtimes'],
    ['ended', report.endedReplicas, 'replicas that were not killed'],
    ['cut', report.cuts, 'connections'],
    ...(overlapping ? overlapRows(overlapping) : []),
    ...(kafka ? kafkaRows(kafka) : []),
    ['took', report.seconds.toFixed(0), 's'],
  ]
  const table = rows.map(
    ([name, figure, remark]) => `  ${name.padEnd(16)}${String(figure).padStart(8)}  ${remark}`,
  )
  const { findings } = verdict
  return [
    `seed ${report.seed}`,
    ...table.map((line) => line.trimEnd()),
    ...leftOut.map((why) => `  left out: ${why}`),
    ...summarizeStarts(report.failedStarts).map((way) => `  not started: ${way}`),
    ...summarizeStarts(report.unexcusedStarts).map((way) => `! no full disk explains: ${way}`),
    ...report.damages.slice(0, shownFindings).map((line) => `! damaged: ${line}`),
    ...findings.slice(0, shownFindings).map((finding) => `! ${finding}`),
    ...(findings.length > shownFindings ? [`! and ${findings.length - shownFindings} more`] : []),
    ...repeated.unexplained.slice(0, shownFindings).map((delivery) => `? repeated: ${delivery}`),
    ...report.found.map((line) => `! ${line}`),
    ...(report.folder ? [`Kept: ${report.folder}`] : []),
  ].join('\n')
}

function overlapRows({ stallMs, longestWait }: Calmness): Row[] {
  return [
    ['overlap stall', toSeconds(stallMs), 's, after overlapping faults'],
    ['overlap wait', toSeconds(longestWait.ms), `s, of one page: ${longestWait.page}`],
  ]
}

function kafkaRows({ commitDelays, rebalances }: NonNullable<Report['kafka']>): Row[] {
  const { median, p99 } = commitDelays
  const remark = `ms after its answer, the median; 99% after ${p99.toFixed(0)}`
  return [
    ['committed', median.toFixed(0), remark],
    ['rebalances', rebalances, 'reassignments of partitions'],
  ]
}

function toSeconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}

function waitRemark(page: string | null): string {
  return page === null ? 's' : `s, likewise, with its backlog: ${page}`
}
