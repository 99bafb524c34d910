import type { SystemHistory } from '../../../functions/shared/http/system-api.ts'
import { type Sample, toColumns, toRow } from './sample.ts'

export interface HistoryDeps {
  take: () => Promise<Sample>
  /** Whether the system stays as it is until `touch` is called. */
  isAtRest: (sample: Sample) => boolean
  /** Unix time in ms. */
  now?: () => number
}

export interface History {
  /** To be called at each event that may end the rest. */
  touch(): void
  /** Samples after a time, Unix ms; the last one is at most a second old. */
  read(after: number): Promise<SystemHistory>
  stop(): void
}

interface Kept {
  atMs: number
  row: (number | null)[]
  /** Appended records of each topic. */
  records: (number | null)[]
}

/** Interval of samples while the system is not at rest. */
const everyMs = 1000
/** Time from the end of a rest to the first sample. */
const firstMs = 100
const keptMs = 15 * 60_000
/** Rates are means over this time. */
const rateMs = 10_000

/**
 * Keeps samples of the last 15 minutes, one per second. A sample equal to the one before is not kept, and none is taken
 * at rest unless it is read.
 */
export function createHistory({ take, isAtRest, now = Date.now }: HistoryDeps): History {
  let kept: Kept[] = []
  let names: Sample = { services: [], topics: [] }
  let sampledMs = 0
  let timer: NodeJS.Timeout | null = null
  let sampling: Promise<void> | null = null
  let wasTouched = false
  let stopped = false

  async function sample(): Promise<void> {
    wasTouched = false
    const taken = await take()
    const atMs = now()
    // The clock was set back, so the times of the samples are wrong; or services were added, at the start.
    if (atMs < sampledMs || taken.services.length !== names.services.length) kept = []
    names = taken
    sampledMs = atMs
    const records = taken.topics.map((topic) => topic.records)
    const rates = records.map((_, topic) => rateOf(topic, records, atMs))
    const row = toRow(taken, rates)
    if (String(row) !== String(kept.at(-1)?.row)) kept.push({ atMs, row, records })
    // The first one kept is the state at the beginning of the time.
    kept = kept.slice(
      Math.max(
        kept.findLastIndex((each) => each.atMs <= atMs - keptMs),
        0,
      ),
    )
    if (wasTouched || !isAtRest(taken) || rates.some((rate) => rate !== 0)) schedule(everyMs)
  }

  /** Null if unknown; 0 at the first sample. */
  function rateOf(topic: number, records: Kept['records'], atMs: number): number | null {
    const before = kept.findLast((each) => each.atMs <= atMs - rateMs) ?? kept[0]
    const count = records[topic] ?? null
    const countBefore = before ? (before.records[topic] ?? null) : count
    if (count === null || countBefore === null) return null
    const overMs = before ? Math.min(atMs - before.atMs, rateMs) : 0
    return overMs > 0 ? Math.round(((count - countBefore) * 10_000) / overMs) / 10 : 0
  }

  function schedule(ms: number): void {
    if (!stopped) timer ??= setTimeout(() => void run(), ms).unref()
  }

  function run(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    sampling ??= sample().finally(() => {
      sampling = null
    })
    return sampling
  }

  return {
    touch() {
      wasTouched = true
      if (sampling === null) schedule(firstMs)
    },
    async read(after) {
      if (now() - sampledMs >= everyMs || now() < sampledMs) await run()
      const found = kept.filter(({ atMs }) => atMs > after)
      const rows = found.map(({ row }) => row)
      return { now: now(), times: found.map(({ atMs }) => atMs), ...toColumns(names, rows) }
    },
    stop() {
      stopped = true
      if (timer) clearTimeout(timer)
    },
  }
}
