import { createAdditions } from './sqlite/additions.ts'
import { createDocuments } from './sqlite/documents.ts'
import { createFeed } from './sqlite/feed.ts'
import { createPages } from './sqlite/pages.ts'
import { createResults } from './sqlite/results.ts'
import { openStoreDatabase } from './sqlite/schema.ts'
import { createSearch } from './sqlite/search.ts'
import { createWatch } from './sqlite/watch.ts'
import type { Store } from './store.ts'

/** Asking costs 0.8 to 1% of a core every 10 ms, 0.3% every 50 ms, and nothing while nobody watches. */
const watchPace = { busyMs: 10, idleMs: 50, busyForMs: 5000 }

/**
 * The store in one SQLite file (./sqlite/schema.ts draws it), made if it is not there. Several processes
 * may have it open. Statements run on the caller's thread.
 */
export function openSqliteStore(path: string): Store {
  const database = openStoreDatabase(path)
  const feed = createFeed(database)
  const additions = createAdditions({ database, feed })
  const results = createResults({ database, feed })
  const pages = createPages(database)
  const documents = createDocuments({ database, feed, search: createSearch(database) })
  const watch = createWatch(path, watchPace)

  return {
    addDocument: async (document) => additions.addDocument(document),
    unappendedPages: async (documentId) => pages.unappendedPages(documentId),
    markAppended: async (documentId, numbers) => pages.markAppended(documentId, numbers),
    deleteDocument: async (documentId) => additions.deleteDocument(documentId),
    applyResult: async (result) => results.applyResult(result),

    document: async (documentId) => documents.document(documentId),
    page: async (documentId, page) => pages.page(documentId, page),
    image: async (documentId, page) => pages.image(documentId, page),
    documents: async (filter) => documents.documents(filter),
    queuedPages: async () => pages.queuedPages(),

    changesAfter: async (after, options) => feed.changesAfter(after, options),
    feedBounds: async () => feed.bounds(),
    watch: (onChange) => watch.watch(onChange),

    async close() {
      watch.close()
      database.close()
    },
  }
}
