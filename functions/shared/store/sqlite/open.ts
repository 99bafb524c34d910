import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrations.ts'
import { toOpeningError } from './opening-error.ts'
import { rewriteForSpace } from './space.ts'
import { whileBusy } from './while-busy.ts'
import { patienceMs } from './write-queue.ts'

/** What the write-ahead log may keep on disk once all of it is in the file. */
const walLimitBytes = 16 * 1024 * 1024

/**
 * The store's connection: durable before a write returns, its tables made if the file is new. A file that
 * is as it should be is opened whoever writes to it; for a new or an old one others are waited for.
 */
export function openStoreDatabase(path: string, options = { patienceMs }): Database {
  let database: Database | undefined
  try {
    const connection = openDatabase(path, options)
    database = connection
    whileBusy(() => prepareFile(connection))
    connection.exec(`
      PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
      PRAGMA journal_size_limit = ${walLimitBytes}`)
    if (whileBusy(() => migrate(connection))) rewriteForSpace(connection, path)
    return connection
  } catch (error) {
    database?.close()
    throw toOpeningError(path, error)
  }
}

function prepareFile(database: Database) {
  const found = database.prepare<{ auto_vacuum: number }>('PRAGMA auto_vacuum')
  // Counts only before the file has its first page, which turning to WAL would write. It asks for the lock
  // of a file that has it already.
  if (found.get()?.auto_vacuum !== 2) database.exec('PRAGMA auto_vacuum = INCREMENTAL')
  database.exec('PRAGMA journal_mode = WAL')
}
