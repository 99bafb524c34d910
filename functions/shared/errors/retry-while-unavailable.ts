import { setTimeout as pause } from 'node:timers/promises'
import { UnavailableError } from './unavailable-error.ts'

export interface RetryOptions {
  /** Time for all attempts; 0 for a single one. */
  forMs: number
  /** Ends the retries. */
  signal?: AbortSignal
}

/** Calls `work` with the remaining time until it does not throw UnavailableError; rethrows the last error. */
export async function retryWhileUnavailable<T>(
  work: (leftMs: number) => Promise<T>,
  { forMs, signal }: RetryOptions,
): Promise<T> {
  const endsAt = performance.now() + forMs
  const leftMs = () => endsAt - performance.now()
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 2000)) {
    try {
      return await work(leftMs())
    } catch (error) {
      if (!(error instanceof UnavailableError) || signal?.aborted || pauseMs > leftMs()) throw error
    }
    await pause(pauseMs, undefined, { signal }).catch(() => {})
  }
}
