import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from '../../figures/monotonic.ts'
import { StartError } from '../../system/runtime-process.ts'
import type { FailedStart } from '../verdict/starts.ts'

export interface StartWithRetriesDeps {
  /** Resolves when ready; rejects with StartError if the process ended before. */
  start: () => Promise<void>
  /** Called for each failed start. */
  failed: (start: FailedStart) => void
  /** Time limit for retries. */
  withinMs: number
  /** Aborts when starts are no longer wanted. */
  over: AbortSignal
  pauseMs?: number
  now?: () => number
}

/** Retries a start until it is ready, because a full disk may prevent it for a while. Rejects with the last error. */
export async function startWithRetries(deps: StartWithRetriesDeps): Promise<void> {
  const { start, failed, withinMs, over, pauseMs = 300, now = monotonicMs } = deps
  const deadline = now() + withinMs
  for (;;) {
    over.throwIfAborted()
    const from = now()
    try {
      return await start()
    } catch (error) {
      // A process that this drill stopped is not a failed start.
      over.throwIfAborted()
      if (!(error instanceof StartError)) throw error
      failed({ from, to: now(), code: error.code, message: error.message })
      if (now() >= deadline) throw error
    }
    await pause(pauseMs, undefined, { signal: over })
  }
}
