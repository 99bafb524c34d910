import type { Store } from '../../shared/store/store.ts'
import type { Sweep } from './sweeps.ts'

const hourMs = 3_600_000
/** The first time: a session of a person at a machine may be no longer than an hour. */
const firstAfterMs = 5 * 60_000
const keptMs = { changes: 7 * 24 * hourMs, keys: 24 * hourMs }

export interface PruneDeps {
  store: Pick<Store, 'prune'>
  /** Monotonic. */
  now: () => number
  /** When `now` was 0, in ms since 1970. */
  timeOrigin: number
}

/**
 * Ends changes of 7 days and idempotency keys of 24 h, 5 minutes after the start and then every hour. The
 * time is that of the start plus what has gone by since: a jump of the clock ends nothing.
 */
export function createPruneSweep({ store, now, timeOrigin }: PruneDeps): Sweep {
  let dueMs = now() + firstAfterMs

  return async () => {
    const nowMs = now()
    if (nowMs < dueMs) return
    const time = timeOrigin + nowMs
    await store.prune({
      changesBefore: new Date(time - keptMs.changes),
      keysBefore: new Date(time - keptMs.keys),
    })
    dueMs = nowMs + hourMs
  }
}
