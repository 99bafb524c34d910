import pLimit from 'p-limit'
import { SearchTooSlowError } from '../../store.ts'

/** Timeout of a search, including the wait for other searches. */
const defaultTimeoutMs = 5000
/** Leaves the other connections to uploads, results and streams, even if searches are slow. */
const maxConcurrent = 2

/** Remaining time of a search in whole ms; throws SearchTooSlowError if there is none. */
export type LeftMs = () => number

/** Runs at most two searches concurrently. A search that cannot begin in time rejects with SearchTooSlowError. */
export function createSearchTurns({ timeoutMs = defaultTimeoutMs } = {}) {
  const limit = pLimit(maxConcurrent)

  return async <T>(search: (leftMs: LeftMs) => Promise<T>): Promise<T> => {
    let untilMs = performance.now() + timeoutMs
    const leftMs = () => {
      const left = Math.ceil(untilMs - performance.now())
      if (left <= 0) throw new SearchTooSlowError()
      return left
    }
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      // A timer may be early by a fraction of a ms.
      untilMs = 0
      late.reject(new SearchTooSlowError())
    }, timeoutMs)
    const done = limit(() => {
      clearTimeout(timer)
      leftMs()
      return search(leftMs)
    })
    return Promise.race([late.promise, done])
  }
}
