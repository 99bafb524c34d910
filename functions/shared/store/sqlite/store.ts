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

/** Asking costs 0.8 to 1% of a core every 10 ms, 0.3% every 50 ms, and nothing while nobody watches. */
const watchPace = { busyMs: 10, idleMs: 50, busyForMs: 5000 }

export interface SqliteOptions {
  now?: () => number
  /** How long a write waits for those of other processes. */
  lockTimeoutMs?: number
}

/**
 * The store in one SQLite file (./opening/schema.ts draws it), made if it is not there. Several processes
 * may have it open. Throws SettingsError for a file that cannot be used, StoreUnavailableError for one that
 * cannot be used now. Statements run on the caller's thread, which no other process's writing holds up; searches
 * have a thread of their own.
 */
export function openSqliteStore(path: string, options: SqliteOptions = {}): Store {
  return createSqliteStore(path, openConnections(path), options)
}

/** The store on connections that it closes in the end. */
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
    // Whoever writes is alone.
    async lock() {},
    watch: watch.watch,
    async search(phrases, searchOptions, read) {
      const ranked = await search.find(phrases, searchOptions)
      return database.read((snapshot) => read(snapshot, ranked))
    },
    largeOriginals: originals.largeOriginals,
    async afterDeletion(pageIds) {
      indexWords.scheduleMerge()
      // It is gone; what cannot be done now is done by the next pruning.
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
