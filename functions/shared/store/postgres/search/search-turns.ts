import pLimit from 'p-limit'
import { SearchTooSlowError } from '../../store.ts'

/** Of a search, what it waits for others among it. */
const defaultTimeoutMs = 5000
/** The other connections are there for uploads, results and streams, however slow the searches are. */
const maxConcurrent = 2

/** What is left of a search's time, in whole ms; throws SearchTooSlowError when nothing is. */
export type LeftMs = () => number

/** Runs searches two at once. One that is not begun in time never is, and rejects with SearchTooSlowError. */
export function createSearchTurns({ timeoutMs = defaultTimeoutMs } = {}) {
  const limit = pLimit(maxConcurrent)

  return async <T>(search: (leftMs: LeftMs) => Promise<T>): Promise<T> => {
    const untilMs = performance.now() + timeoutMs
    const leftMs = () => {
      const left = Math.ceil(untilMs - performance.now())
      if (left <= 0) throw new SearchTooSlowError()
      return left
    }
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new SearchTooSlowError()), timeoutMs)
    const done = limit(() => {
      clearTimeout(timer)
      leftMs()
      return search(leftMs)
    })
    return Promise.race([late.promise, done])
  }
}
