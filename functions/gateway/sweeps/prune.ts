import type { Store } from '../../shared/store/store.ts'
import type { Sweep } from './sweeps.ts'

const hourMs = 3_600_000
/** Delay of the first deletion: a session on a personal machine may last less than an hour. */
const firstDelayMs = 5 * 60_000
const retentionMs = { changes: 7 * 24 * hourMs, keys: 24 * hourMs }

export interface PruneDeps {
  store: Pick<Store, 'prune'>
  /** Monotonic. */
  now: () => number
  /** Time when `now` was 0, in ms since 1970. */
  timeOrigin: number
}

/**
 * Deletes changes after 7 days and idempotency keys after 24 h: 5 minutes after the start, then hourly. Time is
 * `timeOrigin` plus monotonic time, so that a jump of the wall clock deletes nothing.
 */
export function createPruneSweep({ store, now, timeOrigin }: PruneDeps): Sweep {
  let dueMs = now() + firstDelayMs

  return async () => {
    const nowMs = now()
    if (nowMs < dueMs) return
    const time = timeOrigin + nowMs
    await store.prune({
      changesBefore: new Date(time - retentionMs.changes),
      keysBefore: new Date(time - retentionMs.keys),
    })
    dueMs = nowMs + hourMs
  }
}
