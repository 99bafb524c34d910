import { createAdditions } from './sqlite/additions.ts'
import { createAppends } from './sqlite/appends.ts'
import type { Database } from './sqlite/database.ts'
import { createDeadLetters } from './sqlite/dead-letters.ts'
import { createDeletions } from './sqlite/deletions.ts'
import { createDocuments } from './sqlite/documents.ts'
import { sqliteCode } from './sqlite/errors.ts'
import { createFeed } from './sqlite/feed.ts'
import { createIndexWords } from './sqlite/index-words.ts'
import { createLosses } from './sqlite/losses.ts'
import { openStoreDatabase } from './sqlite/open.ts'
import { toOpeningError } from './sqlite/opening-error.ts'
import { createOriginals } from './sqlite/originals.ts'
import { createPages } from './sqlite/pages.ts'
import { createPrune } from './sqlite/prune.ts'
import { createRedrive } from './sqlite/redrive.ts'
import { createApplyResult } from './sqlite/results.ts'
import { createSearch, type Search } from './sqlite/search.ts'
import { createSettlement } from './sqlite/settlement.ts'
import { createSpace } from './sqlite/space.ts'
import { createWatch } from './sqlite/watch.ts'
import type { Store } from './store.ts'

/** Asking costs 0.8 to 1% of a core every 10 ms, 0.3% every 50 ms, and nothing while nobody watches. */
const watchPace = { busyMs: 10, idleMs: 50, busyForMs: 5000 }

/**
 * The store in one SQLite file (./sqlite/schema.ts draws it), made if it is not there. Several processes
 * may have it open. Throws SettingsError for a file that cannot be used, StoreUnavailableError for one that
 * cannot be used now. Statements run on the caller's thread, which no other process's writing holds up; searches
 * have a thread of their own.
 */
export function openSqliteStore(path: string, { now = Date.now } = {}): Store {
  const database = openStoreDatabase(path)
  try {
    const watch = createWatch(path, watchPace)
    return createSqliteStore({ now, database, watch, search: createSearch(path) })
  } catch (error) {
    database.close()
    // A statement for tables that the file should have.
    throw sqliteCode(error) === undefined ? error : toOpeningError(path, error)
  }
}

/** The store on connections that it closes in the end. */
export function createSqliteStore(deps: {
  database: Database
  watch: ReturnType<typeof createWatch>
  search: Search
  now: () => number
}): Store {
  const { database, watch, search, now } = deps
  const feed = createFeed({ database, now })
  const settle = createSettlement({ database, feed })
  const space = createSpace(database)
  const indexWords = createIndexWords(database, space)
  const originals = createOriginals(database)
  const additions = createAdditions({ database, feed, originals })
  const appends = createAppends(database)
  const deletions = createDeletions({ database, feed, indexWords, originals, space })
  const applyResult = createApplyResult({ database, feed, settle, now })
  const redrive = createRedrive({ database, feed, settle, now })
  const requeueLost = createLosses({ database, feed, settle, now })
  const letters = createDeadLetters({ database, applyResult, now })
  const pages = createPages(database)
  const documents = createDocuments({ database, feed, search })
  const prune = createPrune({ database, feed, indexWords, originals, space })

  return {
    addDocument: additions.addDocument,
    addDocuments: additions.addDocuments,
    unappendedPages: async (documentId) => appends.unappendedPages(documentId),
    markAppended: appends.markAppended,
    submission: async (documentId, page) => pages.submission(documentId, page),
    deleteDocument: deletions.deleteDocument,
    applyResult: (result) => database.write(() => applyResult(result)),
    redrive,

    unappended: async (limit) => appends.unappended(limit),
    claimUnappended: appends.claimUnappended,
    latestAppend: async () => appends.latestAppend(),
    requeueLost,

    recordDeadLetter: letters.recordDeadLetter,
    deadLetters: async (filter) => letters.deadLetters(filter),
    countDeadLetters: async () => letters.countDeadLetters(),

    document: async (documentId) => documents.document(documentId),
    page: async (documentId, page) => pages.page(documentId, page),
    original: async (documentId, page) => originals.original(documentId, page),
    documents: documents.documents,
    queuedPages: async () => pages.queuedPages(),
    latestReader: async () => pages.latestReader(),

    changesAfter: async (after, options) => feed.changesAfter(after, options),
    feedBounds: async () => feed.bounds(),
    watch: (onChange) => watch.watch(onChange),

    prune,
    async close() {
      watch.close()
      await indexWords.close()
      await search.close()
      database.close()
    },
  }
}
