import type { Log } from '../../shared/log.ts'
import { Problem } from '../../shared/problem.ts'
import { CursorError, type Store } from '../../shared/store/store.ts'

/** The same store, whose failures (a full disk, a lock that is not had in time) are answered 503. */
export function withProblems(store: Store, log: Log): Store {
  const guard =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await call(...args)
      } catch (error) {
        if (error instanceof CursorError) throw error
        log.error({ err: error }, 'store failed')
        throw new Problem(503, 'store-unavailable', 'The store cannot be used at the moment', {
          'retry-after': '5',
        })
      }
    }
  return {
    addDocument: guard((document) => store.addDocument(document)),
    unappendedPages: guard((id) => store.unappendedPages(id)),
    markAppended: guard((id, pages) => store.markAppended(id, pages)),
    deleteDocument: guard((id) => store.deleteDocument(id)),
    applyResult: guard((result) => store.applyResult(result)),
    document: guard((id) => store.document(id)),
    page: guard((id, page) => store.page(id, page)),
    image: guard((id, page) => store.image(id, page)),
    documents: guard((filter) => store.documents(filter)),
    queuedPages: guard(() => store.queuedPages()),
    changesAfter: guard((after, options) => store.changesAfter(after, options)),
    feedBounds: guard(() => store.feedBounds()),
    watch: (onChange) => store.watch(onChange),
    close: () => store.close(),
  }
}
