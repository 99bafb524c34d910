import type { Report } from './report.ts'
import { tellStarts } from './starts.ts'

const shownFindings = 20

/** A name, a figure, and what there is to say of it. */
export type Row = [string, string | number, string]

/** The report as a person reads it, with what only some drills count. */
export function toTable(report: Report, more: Row[] = []): string {
  const { verdict, repeated, leftOut, longestWait } = report
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
    ['repeated', repeated.explained, 'after a bad answer, or in hand at a fault'],
    ['appended again', repeated.appendedAgain, 'deliveries of uploads in hand at a fault'],
    ['repeated beyond', repeated.unexplained.length, `${share.toFixed(2)}%`],
    [
      'longest stall',
      (report.longestStallMs / 1000).toFixed(1),
      's, from when all that was hit answers again',
    ],
    ['longest wait', (longestWait.ms / 1000).toFixed(1), waitRemark(longestWait.page)],
    ['slept', report.sleeps, 'times: ocr had nothing to do, and no replica'],
    ['crashed', report.crashes, 'runtimes that ended by themselves'],
    ['failed starts', report.failedStarts.length, 'of runtimes'],
    ['ended', report.endedReplicas, 'replicas that were not killed'],
    ['cut', report.cuts, 'connections'],
    ...more,
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
    ...tellStarts(report.failedStarts).map((way) => `  not started: ${way}`),
    ...tellStarts(report.unexcusedStarts).map((way) => `! no full disk explains: ${way}`),
    ...report.damages.slice(0, shownFindings).map((line) => `! damaged: ${line}`),
    ...findings.slice(0, shownFindings).map((finding) => `! ${finding}`),
    ...(findings.length > shownFindings ? [`! and ${findings.length - shownFindings} more`] : []),
    ...repeated.unexplained.slice(0, shownFindings).map((delivery) => `? repeated: ${delivery}`),
    ...(report.folder ? [`Kept: ${report.folder}`] : []),
  ].join('\n')
}

function waitRemark(page: string | null): string {
  return page === null ? 's' : `s, likewise, backlog and all: ${page}`
}
