import { SettingsError } from '../../env.ts'
import { StoreUnavailableError } from '../store.ts'
import { busyTimeoutMs, type Database, openDatabase } from './database.ts'
import { messageOf, SQLITE_BUSY, SQLITE_NOTADB, sqliteCode } from './errors.ts'
import { migrate } from './migrations.ts'
import { rewriteForSpace } from './space.ts'

/** What the write-ahead log may keep on disk once all of it is in the file. */
const walLimitBytes = 16 * 1024 * 1024

/** The store's connection: durable before a write returns, its tables made if the file is new. */
export function openStoreDatabase(path: string): Database {
  let database: Database | undefined
  try {
    database = openDatabase(path)
    // Counts only before the file has its first page, which turning to WAL would write.
    database.exec('PRAGMA auto_vacuum = INCREMENTAL')
    useWriteAheadLog(database)
    database.exec(`
      PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
      PRAGMA journal_size_limit = ${walLimitBytes}`)
    if (migrate(database)) rewriteForSpace(database, path)
    return database
  } catch (error) {
    database?.close()
    const message = `Cannot open the store ${path}: ${reasonOf(error)}`
    // A busy or failing disk may do better next time; another program's file will not.
    const isFinal = [undefined, SQLITE_NOTADB].includes(sqliteCode(error))
    throw isFinal
      ? new SettingsError(message)
      : new StoreUnavailableError(message, { cause: error })
  }
}

/**
 * Turning a new file to WAL fails at once, whatever the busy timeout, when another process does the same,
 * and gateway and results start together.
 */
function useWriteAheadLog(database: Database) {
  const deadline = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      return database.exec('PRAGMA journal_mode = WAL')
    } catch (error) {
      if (sqliteCode(error) !== SQLITE_BUSY || performance.now() > deadline) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

function reasonOf(error: unknown): string {
  if (sqliteCode(error) === SQLITE_NOTADB) {
    return 'it is not a SQLite database. Move it away, or set DATA_DIR to another folder'
  }
  return messageOf(error)
}
