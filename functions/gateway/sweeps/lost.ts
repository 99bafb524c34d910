import type { Log } from '../../shared/log.ts'
import type { Store } from '../../shared/store/store.ts'
import { addMark, latestBefore, lostBounds, type Mark } from './marks.ts'
import type { Sweep } from './sweeps.ts'

export interface LostDeps {
  store: Pick<Store, 'latestAppend' | 'requeueLost' | 'queuedPages'>
  /** Whether every group has finished every record; false where nobody can tell. */
  isLogFinished: () => Promise<boolean>
  afterMs: number
  /** Monotonic. */
  now: () => number
  log: Log
}

/**
 * Queues pages again that a platform dropped: they came into the log, and pages that came there `afterMs`
 * later have ended, or nothing is left to do in it (a log that was moved away). What it knows of times is in memory, so a gateway that starts begins anew: a page is
 * found one `afterMs` of its life later. The pages are unappended then, and sent by that sweep.
 */
export function createLostSweep({ store, isLogFinished, afterMs, now, log }: LostDeps): Sweep {
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
      log.warn({ pages }, 'pages were lost, and are queued again')
      return
    }
  }
}
