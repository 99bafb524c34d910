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
  /** The database became available after the start, but is unusable. */
  onUnusable: (error: SettingsError) => void
  now?: () => number
}

/** Delay between attempts to connect to a database that was unavailable at the start. */
const reconnectDelayMs = 1000

/**
 * Opens the store in a PostgreSQL database (drawn in ../tables.ts), and creates missing tables. Any number of
 * processes may open it. Rejects with SettingsError for an unusable database. An unavailable database is retried in
 * the background; until it is available, every call rejects with StoreUnavailableError.
 */
export async function openPostgresStore(url: string, options: PostgresOptions): Promise<Store> {
  const { logger, onUnusable, now = Date.now } = options
  const closing = new AbortController()
  let isReady = await prepare(url, logger)
  if (!isReady) void connectLater()

  async function connectLater(): Promise<void> {
    try {
      while (!isReady && !closing.signal.aborted) {
        await pause(reconnectDelayMs, undefined, { signal: closing.signal })
        isReady = await prepare(url)
      }
      if (isReady) logger.info('connected to the database')
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
    // Originals are deleted with their documents, and autovacuum frees the space.
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

/** Prepares the database; logs why it is unavailable, and resolves with false. */
async function prepare(url: string, logger?: Logger): Promise<boolean> {
  try {
    await prepareDatabase(url)
    return true
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
    logger?.warn({ err: error }, 'database unavailable, retrying')
    return false
  }
}
