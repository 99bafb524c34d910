import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../process/logger.ts'
import { SettingsError } from '../../settings/env.ts'
import { createStore } from '../create-store.ts'
import type { Engine } from '../engine.ts'
import { type Store, StoreUnavailableError } from '../store.ts'
import { createClient, end, openPool } from './connections.ts'
import { createDatabase } from './database.ts'
import { appendChanges } from './feed.ts'
import { prepareDatabase } from './opening/prepare.ts'
import { search } from './search/search.ts'
import { createSearchTurns } from './search/search-turns.ts'
import { toVector } from './search/text-search.ts'
import { createWatch } from './watch.ts'

export interface PostgresOptions {
  logger: Logger
  /** The database came to be there after the start, and is none that can be used. */
  onUnusable: (error: SettingsError) => void
  now?: () => number
}

/** Between two attempts to reach a database that was away at the start. */
const againMs = 1000

/**
 * The store in a PostgreSQL database (./opening/schema.sql draws it), its tables made if they are not there.
 * Any number of processes may have it open. Rejects with SettingsError for a database that cannot be used.
 * One that is away is waited for: until it is there, all that the store does is a StoreUnavailableError.
 */
export async function openPostgresStore(url: string, options: PostgresOptions): Promise<Store> {
  const { logger, onUnusable, now = Date.now } = options
  const closing = new AbortController()
  let isReady = await prepare(url, logger)
  if (!isReady) void waitForIt()

  async function waitForIt(): Promise<void> {
    try {
      while (!isReady && !closing.signal.aborted) {
        await pause(againMs, undefined, { signal: closing.signal })
        isReady = await prepare(url)
      }
      if (isReady) logger.info('database is there')
    } catch (error) {
      if (error instanceof SettingsError) onUnusable(error)
      else if (!closing.signal.aborted) throw error
    }
  }

  const pool = openPool(url)
  const watch = createWatch({ createClient: () => createClient(url, watchSettings), end })
  const database = createDatabase({ pool, isReady: () => isReady })
  const inSearchTurn = createSearchTurns()
  const engine: Engine = {
    ...{ database, appendChanges, toSearched: toVector },
    async lock(transaction, name) {
      await transaction.run('SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))', { name })
    },
    watch: watch.watch,
    search: (phrases, searchOptions, read) =>
      inSearchTurn((leftMs) =>
        database.read(async (snapshot) =>
          read(snapshot, await search(snapshot, phrases, searchOptions, leftMs)),
        ),
      ),
    largeOriginals: null,
    // Originals go with their documents, and freed space is autovacuum's business.
    async afterDeletion() {},
    async freeSpace() {},
    async close() {
      await watch.close()
      closing.abort()
      await end(pool)
    },
  }
  return createStore({ engine, now })
}

/** Liveness query; fails fast. */
const watchSettings = { query_timeout: 5000 }

/** Whether the database is there, and ready; what is against it is said to the log. */
async function prepare(url: string, logger?: Logger): Promise<boolean> {
  try {
    await prepareDatabase(url)
    return true
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
    logger?.warn({ err: error }, 'database is away, and waited for')
    return false
  }
}
