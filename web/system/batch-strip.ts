import type { System, SystemHistory } from '../../functions/shared/http/system-api.ts'
import { historyMs } from './history.ts'
import { type Strip, toStrip } from './strip.ts'

export interface BatchStrip extends Strip {
  /** Documents that have ended: Unix seconds, and their number so far. */
  ended: { times: number[]; counts: number[] }
}

/** Shortest time shown, in s. */
const shortestS = 10
/** Time shown before the first document, in s. */
const marginS = 1

/**
 * The readers' replicas while a batch is read, and its documents as they end: from the first upload to the last end, or
 * until now. Null without a history.
 */
export function toBatchStrip(
  history: SystemHistory | null,
  topics: System['topics'],
  { createdAtMs, endedAtMs }: { createdAtMs: number | null; endedAtMs: readonly number[] },
  isRunning: boolean,
): BatchStrip | null {
  const strip = toStrip(history, topics, { name: 'ocr', spanMs: historyMs })
  const begin = createdAtMs ?? endedAtMs[0]
  if (strip === null || begin === undefined) return null
  const from = Math.max(begin / 1000 - marginS, strip.from)
  const last = (endedAtMs.at(-1) ?? 0) / 1000
  const to = Math.max(isRunning ? strip.to : last + marginS, from + shortestS)
  const shown = endedAtMs.map((ms) => ms / 1000).filter((at) => at > from)
  const before = endedAtMs.length - shown.length
  const counts = shown.map((_, index) => before + index + 1)
  return {
    ...{ ...strip, from, to },
    ended: {
      times: [from, ...shown, isRunning ? strip.to : to],
      counts: [before, ...counts, endedAtMs.length],
    },
  }
}
