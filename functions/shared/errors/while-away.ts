import { setTimeout as pause } from 'node:timers/promises'
import { UnavailableError } from './unavailable-error.ts'

export interface WhileAwayOptions {
  /** How long in all; 0 for once. */
  forMs: number
  /** Nobody waits for it any more. */
  gone?: AbortSignal
}

/** Calls `work` again while it throws UnavailableError, and tells it how much time is left; throws the last of them. */
export async function whileAway<T>(
  work: (leftMs: number) => Promise<T>,
  { forMs, gone }: WhileAwayOptions,
): Promise<T> {
  const endsAt = performance.now() + forMs
  const leftMs = () => endsAt - performance.now()
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 2000)) {
    try {
      return await work(leftMs())
    } catch (error) {
      if (!(error instanceof UnavailableError) || gone?.aborted || pauseMs > leftMs()) throw error
    }
    await pause(pauseMs, undefined, { signal: gone }).catch(() => {})
  }
}
