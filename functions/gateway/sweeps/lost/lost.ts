import type { Logger } from '../../../shared/process/logger.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { Sweep } from '../sweeps.ts'
import { addWatermark, latestAt, lostBounds, type Watermark } from './watermarks.ts'

export interface LostDeps {
  store: Pick<Store, 'latestAppend' | 'requeueLost' | 'queuedPages'>
  /** True if every group has finished every record; false if unknown. */
  isLogDrained: () => Promise<boolean>
  afterMs: number
  /** Monotonic. */
  now: () => number
  logger: Logger
}

/**
 * Requeues pages that a platform dropped: they were appended, and pages appended `afterMs` later have ended, or the
 * log has no work left (a log that was moved away). Times are held in memory: a restarted gateway finds lost pages
 * once it has run for `afterMs`. Requeued pages are unappended, and sent by the sweep of unappended pages.
 */
export function createLostSweep({ store, isLogDrained, afterMs, now, logger }: LostDeps): Sweep {
  let watermarks: Watermark[] = []
  let sampledMs = Number.NEGATIVE_INFINITY

  async function drainedBounds(nowMs: number) {
    const watermark = latestAt(watermarks, nowMs - afterMs)
    if (!watermark || (await store.queuedPages()) === 0 || !(await isLogDrained())) return []
    return [{ upTo: watermark.append, after: null }]
  }

  return async () => {
    const nowMs = now()
    if (nowMs - sampledMs < afterMs / 10) return
    watermarks = addWatermark(watermarks, await store.latestAppend(), nowMs)
    sampledMs = nowMs
    for (const bounds of [...(await drainedBounds(nowMs)), ...lostBounds(watermarks, afterMs)]) {
      const pages = await store.requeueLost(bounds)
      if (pages === 0) continue
      logger.warn({ pages }, 'lost pages requeued')
      return
    }
  }
}
