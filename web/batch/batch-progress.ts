import type { Document } from '../../functions/shared/http/api.ts'
import { formatDuration } from '../format/duration.ts'
import { formatCount, formatNumber, formatRate } from '../format/quantity.ts'

/** Progress of a batch. `failed` includes refused pictures and documents with a failed page. */
export interface Tally {
  total: number
  done: number
  failed: number
}

export function toTally(
  statuses: Iterable<Document['status']>,
  { refused = 0, uploading = 0 } = {},
): Tally {
  const tally = { total: refused + uploading, done: 0, failed: refused }
  for (const status of statuses) {
    tally.total += 1
    if (status === 'done') tally.done += 1
    if (status === 'failed' || status === 'partial') tally.failed += 1
  }
  return tally
}

export function isFinished({ total, done, failed }: Tally): boolean {
  return done + failed >= total
}

/**
 * Finished pictures per second over the last 10 s, or over the last five pictures if they took longer (at most
 * 60 s). Null with less than two pictures or 1 s.
 */
export function ratePerSecond(
  endTimesMs: readonly number[],
  { sinceMs, nowMs }: { sinceMs: number; nowMs: number },
): number | null {
  const lastFiveFromMs = endTimesMs.at(-6) ?? sinceMs
  const fromMs = Math.max(sinceMs, nowMs - 60_000, Math.min(nowMs - 10_000, lastFiveFromMs))
  const ended = endTimesMs.filter((atMs) => atMs > fromMs).length
  const spanMs = nowMs - fromMs
  return ended < 2 || spanMs < 1_000 ? null : (ended * 1_000) / spanMs
}

export function timeLeftMs(
  { total, done, failed }: Tally,
  perSecond: number | null,
): number | null {
  return perSecond === null ? null : ((total - done - failed) / perSecond) * 1_000
}

/** `100 pictures read in 1 min 12 s, 1.4 a second, 2 failed`. */
export function summarise({ total, done, failed }: Tally, tookMs: number | null): string {
  const parts = [done === 0 ? `None of ${formatCount(total, 'picture')} could be read` : read(done)]
  function read(count: number) {
    const pictures = `${formatCount(count, 'picture')} read`
    return tookMs === null ? pictures : `${pictures} in ${formatDuration(tookMs)}`
  }
  if (done > 1 && tookMs !== null && tookMs > 0) parts.push(formatRate((done * 1_000) / tookMs))
  if (failed > 0 && done > 0) parts.push(`${formatNumber(failed)} failed`)
  return parts.join(', ')
}
