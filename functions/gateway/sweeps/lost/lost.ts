import type { Logger } from '../../../shared/process/logger.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { Sweep } from '../sweeps.ts'
import { addMark, latestBefore, lostBounds, type Mark } from './marks.ts'

export interface LostDeps {
  store: Pick<Store, 'latestAppend' | 'requeueLost' | 'queuedPages'>
  /** Whether every group has finished every record; false where nobody can tell. */
  isLogFinished: () => Promise<boolean>
  afterMs: number
  /** Monotonic. */
  now: () => number
  logger: Logger
}

/**
 * Queues pages again that a platform dropped: they were appended to the log, and pages appended `afterMs` later
 * have ended, or the log has no work left (a log that was moved away). Times are held in memory: after a start
 * of the gateway a page is found once the gateway has run for `afterMs`. The pages are unappended then, and sent by
 * the sweep for those.
 */
export function createLostSweep({ store, isLogFinished, afterMs, now, logger }: LostDeps): Sweep {
  let marks: Mark[] = []
  let markedMs = Number.NEGATIVE_INFINITY

  async function finishedBounds(nowMs: number) {
    const settled = latestBefore(marks, nowMs - afterMs)
    if (!settled || (await store.queuedPages()) === 0 || !(await isLogFinished())) return []
    return [{ upTo: settled.append, after: null }]
  }

  return async () => {
    const nowMs = now()
    if (nowMs - markedMs < afterMs / 10) return
    marks = addMark(marks, await store.latestAppend(), nowMs)
    markedMs = nowMs
    for (const bounds of [...(await finishedBounds(nowMs)), ...lostBounds(marks, afterMs)]) {
      const pages = await store.requeueLost(bounds)
      if (pages === 0) continue
      logger.warn({ pages }, 'pages were lost, and are queued again')
      return
    }
  }
}
