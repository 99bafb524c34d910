import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from '../../figures/monotonic.ts'
import { StartError } from '../../system/runtime-process.ts'
import type { FailedStart } from '../verdict/starts.ts'

export interface StartAgainDeps {
  /** Resolves when it is ready; rejects with StartError when it ended before. */
  start: () => Promise<void>
  /** Is told of each start that came to nothing. */
  failed: (start: FailedStart) => void
  /** How long it is tried again. */
  withinMs: number
  /** Aborts when nothing is to be started any more. */
  over: AbortSignal
  pauseMs?: number
  now?: () => number
}

/** Starts until it is ready: a full disk may be in its way for a while. Rejects with what the last start said. */
export async function startAgain(deps: StartAgainDeps): Promise<void> {
  const { start, failed, withinMs, over, pauseMs = 300, now = monotonicMs } = deps
  const deadline = now() + withinMs
  for (;;) {
    over.throwIfAborted()
    const from = now()
    try {
      return await start()
    } catch (error) {
      // What was ended by us says nothing.
      over.throwIfAborted()
      if (!(error instanceof StartError)) throw error
      failed({ from, to: now(), code: error.code, message: error.message })
      if (now() >= deadline) throw error
    }
    await pause(pauseMs, undefined, { signal: over })
  }
}
