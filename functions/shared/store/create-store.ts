import type { Engine } from './engine.ts'
import { createAdditions } from './queries/additions.ts'
import { createAppends } from './queries/appends.ts'
import { createCorrections } from './queries/corrections.ts'
import { createDeadLetters } from './queries/dead-letters.ts'
import { createDeletions } from './queries/deletions.ts'
import { createDocuments } from './queries/documents.ts'
import { createFeed } from './queries/feed.ts'
import { createLosses } from './queries/losses.ts'
import { createOriginals } from './queries/originals.ts'
import { createPages } from './queries/pages.ts'
import { createRedrive } from './queries/redrive.ts'
import { createApplyResult } from './queries/results.ts'
import type { Store } from './store.ts'

/** Store on a database, which `close` closes. */
export function createStore({ engine, now }: { engine: Engine; now: () => number }): Store {
  const { database, appendChanges, toSearched } = engine
  const feed = createFeed({ database, appendChanges, now })
  const applyResult = createApplyResult({ toSearched, now })
  const additions = createAdditions({ engine, feed })
  const appends = createAppends(database)
  const corrections = createCorrections({ toSearched, feed, now })
  const deletions = createDeletions({ engine, feed })
  const letters = createDeadLetters({ database, feed, applyResult, now })
  const pages = createPages(database)
  const documents = createDocuments({ engine, feed })

  return {
    addDocument: additions.addDocument,
    addDocuments: additions.addDocuments,
    hasIdempotencyKey: additions.hasIdempotencyKey,
    unappendedPages: appends.unappendedPages,
    markAppended: appends.markAppended,
    submission: pages.submission,
    deleteDocument: deletions.deleteDocument,
    applyResult: (result) =>
      feed.write((transaction, emit) => applyResult(transaction, emit, result)),
    redrive: createRedrive({ feed, now }),
    correctWords: corrections.correctWords,
    restoreRecognized: corrections.restoreRecognized,

    unappended: appends.unappended,
    claimUnappended: appends.claimUnappended,
    latestAppend: appends.latestAppend,
    requeueLost: createLosses({ feed, now }),

    recordDeadLetter: letters.recordDeadLetter,
    deleteDeadLetter: letters.deleteDeadLetter,
    deadLetters: letters.deadLetters,
    countDeadLetters: letters.countDeadLetters,

    document: documents.document,
    page: pages.page,
    original: createOriginals(database).original,
    documents: documents.documents,
    queuedPages: pages.queuedPages,
    countPages: pages.countPages,
    sizeBytes: pages.sizeBytes,
    latestReader: pages.latestReader,
    countBatch: pages.countBatch,

    changesAfter: feed.changesAfter,
    feedBounds: feed.bounds,
    watch: engine.watch,

    prune: deletions.prune,
    close: engine.close,
  }
}
