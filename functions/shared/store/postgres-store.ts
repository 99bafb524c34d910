import { setTimeout as pause } from 'node:timers/promises'
import { SettingsError } from '../env.ts'
import type { Log } from '../log.ts'
import { createAdditions } from './postgres/additions.ts'
import { createAppends } from './postgres/appends.ts'
import { createClient, end, openPool } from './postgres/connections.ts'
import { createDatabase, type Database } from './postgres/database.ts'
import { createDeadLetters } from './postgres/dead-letters.ts'
import { createDeletions } from './postgres/deletions.ts'
import { createDocuments } from './postgres/documents.ts'
import { createFeed } from './postgres/feed.ts'
import { createLosses } from './postgres/losses.ts'
import { createOriginals } from './postgres/originals.ts'
import { createPages } from './postgres/pages.ts'
import { prepareDatabase } from './postgres/prepare.ts'
import { createPrune } from './postgres/prune.ts'
import { createRedrive } from './postgres/redrive.ts'
import { createApplyResult } from './postgres/results.ts'
import { createWatch } from './postgres/watch.ts'
import { type Store, StoreUnavailableError } from './store.ts'

export interface PostgresOptions {
  log: Log
  /** The database came to be there after the start, and is none that can be used. */
  onUnusable: (error: SettingsError) => void
  now?: () => number
}

/** Between two attempts to reach a database that was away at the start. */
const againMs = 1000

/**
 * The store in a PostgreSQL database (./postgres/schema.sql draws it), its tables made if they are not there.
 * Any number of processes may have it open. Rejects with SettingsError for a database that cannot be used.
 * One that is away is waited for: until it is there, all that the store does is a StoreUnavailableError.
 */
export async function openPostgresStore(url: string, options: PostgresOptions): Promise<Store> {
  const { log, onUnusable, now = Date.now } = options
  const closing = new AbortController()
  let isReady = await prepare(url, log)
  if (!isReady) void waitForIt()

  async function waitForIt(): Promise<void> {
    try {
      while (!isReady && !closing.signal.aborted) {
        await pause(againMs, undefined, { signal: closing.signal })
        isReady = await prepare(url)
      }
      if (isReady) log.info('database is there')
    } catch (error) {
      if (error instanceof SettingsError) onUnusable(error)
      else if (!closing.signal.aborted) throw error
    }
  }

  const pool = openPool(url)
  const watch = createWatch({ createClient: () => createClient(url, watchSettings), end })
  const database = createDatabase({ pool, isReady: () => isReady })
  return createPostgresStore({
    ...{ database, watch, now },
    close: async () => {
      closing.abort()
      await end(pool)
    },
  })
}

/** A question for a sign of life is answered at once, or not at all. */
const watchSettings = { query_timeout: 5000 }

/** Whether the database is there, and ready; what is against it is said to the log. */
async function prepare(url: string, log?: Log): Promise<boolean> {
  try {
    await prepareDatabase(url)
    return true
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
    log?.warn({ err: error }, 'database is away, and waited for')
    return false
  }
}

function createPostgresStore(deps: {
  database: Database
  watch: ReturnType<typeof createWatch>
  now: () => number
  close: () => Promise<void>
}): Store {
  const { database, watch, now, close } = deps
  const feed = createFeed({ database, now })
  const applyResult = createApplyResult({ now })
  const additions = createAdditions({ feed })
  const appends = createAppends(database)
  const deletions = createDeletions({ feed })
  const letters = createDeadLetters({ database, feed, applyResult, now })
  const pages = createPages(database)
  const documents = createDocuments({ database, feed })

  return {
    addDocument: additions.addDocument,
    addDocuments: additions.addDocuments,
    unappendedPages: appends.unappendedPages,
    markAppended: appends.markAppended,
    submission: pages.submission,
    deleteDocument: deletions.deleteDocument,
    applyResult: (result) => feed.write((write, tell) => applyResult(write, tell, result)),
    redrive: createRedrive({ feed, now }),

    unappended: appends.unappended,
    claimUnappended: appends.claimUnappended,
    latestAppend: appends.latestAppend,
    requeueLost: createLosses({ feed, now }),

    recordDeadLetter: letters.recordDeadLetter,
    deadLetters: letters.deadLetters,
    countDeadLetters: letters.countDeadLetters,

    document: documents.document,
    page: pages.page,
    original: createOriginals(database).original,
    documents: documents.documents,
    queuedPages: pages.queuedPages,
    latestReader: pages.latestReader,

    changesAfter: feed.changesAfter,
    feedBounds: feed.bounds,
    watch: watch.watch,

    prune: createPrune({ database, feed }),
    async close() {
      await watch.close()
      await close()
    },
  }
}
