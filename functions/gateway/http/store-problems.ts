import type { Log } from '../../shared/log.ts'
import { Problem } from '../../shared/problem.ts'
import {
  CursorError,
  DamagedError,
  DeletedError,
  SearchTooSlowError,
  type Store,
  StoreUnavailableError,
} from '../../shared/store/store.ts'

/**
 * The same store, with 503 problems while it cannot be used (a full disk, a lock not acquired in time) and for a
 * search that exceeds its time limit, and 500 problems for damaged data. Anything else that it throws is a defect,
 * and passes unchanged.
 */
export function withProblems(store: Store, log: Log): Store {
  function explained(error: unknown): unknown {
    if (error instanceof DamagedError) {
      log.error({ err: error }, 'store is damaged')
      return new Problem(500, 'damaged', 'What is kept of this is damaged')
    }
    if (error instanceof DeletedError) {
      return new Problem(404, 'unknown-document', 'The document was deleted meanwhile')
    }
    if (error instanceof SearchTooSlowError) {
      log.warn('search was too slow')
      return new Problem(503, 'search-too-slow', 'The search took too long: try fewer words', {
        'retry-after': '5',
      })
    }
    if (!(error instanceof StoreUnavailableError)) return error
    log.error({ err: error }, 'store failed')
    return new Problem(503, 'store-unavailable', 'The store cannot be used at the moment', {
      'retry-after': '5',
    })
  }

  const guard =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await call(...args)
      } catch (error) {
        throw explained(error)
      }
    }

  async function* guardReading(bytes: AsyncIterable<Uint8Array>) {
    try {
      yield* bytes
    } catch (error) {
      throw explained(error)
    }
  }

  return {
    addDocument: guard((document) => store.addDocument(document)),
    addDocuments: guard((documents) => store.addDocuments(documents)),
    unappendedPages: guard((id) => store.unappendedPages(id)),
    markAppended: guard((id, pages) => store.markAppended(id, pages)),
    submission: guard((id, page) => store.submission(id, page)),
    deleteDocument: guard((id) => store.deleteDocument(id)),
    applyResult: guard((result) => store.applyResult(result)),
    redrive: guard((id, choice) => store.redrive(id, choice)),
    unappended: guard((limit) => store.unappended(limit)),
    claimUnappended: guard((page) => store.claimUnappended(page)),
    latestAppend: guard(() => store.latestAppend()),
    requeueLost: guard((marks) => store.requeueLost(marks)),
    recordDeadLetter: guard((letter, result) => store.recordDeadLetter(letter, result)),
    deadLetters: guard((filter) => store.deadLetters(filter)),
    countDeadLetters: guard(() => store.countDeadLetters()),
    document: guard((id) => store.document(id)),
    page: guard((id, page) => store.page(id, page)),
    original: guard(async (id, page) => {
      const original = await store.original(id, page)
      return original && { ...original, read: (...range) => guardReading(original.read(...range)) }
    }),
    documents: guard((filter) => store.documents(filter)),
    queuedPages: guard(() => store.queuedPages()),
    latestReader: guard(() => store.latestReader()),
    changesAfter: guard((after, options) => store.changesAfter(after, options)),
    feedBounds: guard(() => store.feedBounds()),
    watch: (onChange) => store.watch(onChange),
    prune: guard((before) => store.prune(before)),
    close: () => store.close(),
  }
}

/** Catches what a list throws: a cursor that is none is the client's mistake. */
export function orInvalidCursor(error: unknown): never {
  if (!(error instanceof CursorError)) throw error
  throw new Problem(400, 'invalid-cursor', 'Expected cursor to be the `next` of a list')
}
