import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import { Problem, retryLater } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import {
  CursorError,
  DamagedError,
  DeletedError,
  SearchTooSlowError,
  StoreUnavailableError,
} from '../../shared/store/store.ts'

/**
 * Maps an error of the store to a problem: 503 while the store is unavailable (a full disk, a lock not acquired in
 * time), for a search that exceeds its time limit, and while the process lacks a resource such as a file descriptor;
 * 500 for damaged data, naming what is damaged. Any other error is a defect, returned unchanged.
 */
export function explainStoreError<E>(error: E, logger: Logger): E | Problem {
  if (error instanceof DamagedError) {
    logger.error({ err: error }, 'store is damaged')
    return new Problem(500, 'damaged', error.message)
  }
  if (error instanceof DeletedError) {
    return new Problem(404, 'unknown-document', 'The document was deleted during the request')
  }
  if (error instanceof CursorError) {
    return new Problem(400, 'invalid-cursor', 'Expected cursor to be the `next` of a list')
  }
  if (error instanceof SearchTooSlowError) {
    logger.warn('search was too slow')
    return retryLater(5, 'search-too-slow', 'The search took too long: try fewer words')
  }
  if (error instanceof StoreUnavailableError) {
    logger.error({ err: error }, 'store failed')
    return retryLater(5, 'store-unavailable', 'The store is unavailable')
  }
  if (error instanceof UnavailableError) {
    logger.error({ err: error }, 'request not accepted')
    return retryLater(5, 'unavailable', 'The server lacks what this takes: try again later')
  }
  return error
}
