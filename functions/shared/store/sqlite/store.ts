import { createStore } from '../create-store.ts'
import type { Engine } from '../engine.ts'
import type { Store } from '../store.ts'
import type { Connection } from './connection.ts'
import { createDatabase } from './database.ts'
import { ifAvailable } from './errors.ts'
import { appendChanges } from './feed.ts'
import { openConnections } from './opening/open.ts'
import { createSearch } from './search/search.ts'
import { toSearched } from './search/text-search.ts'
import { createIndexWords } from './space/index-words.ts'
import { createLargeOriginals } from './space/large-originals.ts'
import { createSpace } from './space/space.ts'
import { createWatch } from './watch.ts'

/** Polling costs 0.8 to 1% of a core every 10 ms, 0.3% every 50 ms, and nothing without watchers. */
const watchPace = { busyMs: 10, idleMs: 50, busyForMs: 5000 }

export interface SqliteOptions {
  now?: () => number
  /** Time for which a write waits for writes of other processes. */
  lockTimeoutMs?: number
}

/**
 * Opens the store in one SQLite file (drawn in ../tables.ts), and creates a missing file. Several processes may
 * open it. Throws SettingsError for an unusable file, StoreUnavailableError for a temporarily unavailable one.
 * Statements run on the caller's thread, which does not block on writes of other processes; searches run in a worker
 * thread.
 */
export function openSqliteStore(path: string, options: SqliteOptions = {}): Store {
  return createSqliteStore(path, openConnections(path), options)
}

/** Store on connections, which `close` closes. */
export function createSqliteStore(
  path: string,
  connections: { writer: Connection; reader: Connection },
  { now = Date.now, ...options }: SqliteOptions = {},
): Store {
  const { writer, reader } = connections
  const database = createDatabase({ ...connections, ...options })
  const watch = createWatch(path, watchPace)
  const search = createSearch(path)
  const space = createSpace({ database, writer })
  const indexWords = createIndexWords(database, space)
  const originals = createLargeOriginals({ database, writer })

  const engine: Engine = {
    ...{ database, appendChanges, toSearched },
    // SQLite has only one writer.
    async lock() {},
    watch: watch.watch,
    async search(phrases, searchOptions, read) {
      const ranked = await search.find(phrases, searchOptions)
      return database.read((snapshot) => read(snapshot, ranked))
    },
    largeOriginals: originals.largeOriginals,
    async afterDeletion(pageIds) {
      indexWords.scheduleMerge()
      // The document is deleted; the next pruning repeats this clean-up if it fails.
      await ifAvailable(async () => {
        await originals.deleteChunks(pageIds)
        await space.releaseAll()
      })
    },
    async freeSpace() {
      await originals.deleteOrphanedChunks()
      await indexWords.removeDeletedWords()
      await space.releaseAll()
    },
    async close() {
      watch.close()
      await indexWords.close()
      await search.close()
      reader.close()
      writer.close()
    },
  }
  return createStore({ engine, now })
}
