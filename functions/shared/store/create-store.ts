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

  return {
    ...createAdditions({ engine, feed }),
    ...createAppends(database),
    applyResult: (result) =>
      feed.write((transaction, emit) => applyResult(transaction, emit, result)),
    redrive: createRedrive({ feed, now }),
    requeueLost: createLosses({ feed, now }),
    ...createCorrections({ toSearched, feed, now }),
    ...createDeadLetters({ database, feed, applyResult, now }),

    ...createDocuments({ engine, feed }),
    ...createPages(database),
    ...createOriginals(database),

    changesAfter: feed.changesAfter,
    feedBounds: feed.bounds,
    watch: engine.watch,

    ...createDeletions({ engine, feed }),
    close: engine.close,
  }
}
