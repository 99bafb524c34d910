import { type Database, openDatabase } from './database.ts'
import { hasSchema, makeSchema } from './make-schema.ts'
import { toOpeningError } from './opening-error.ts'
import { whileBusy } from './while-busy.ts'
import { patienceMs } from './write-queue.ts'

/** What the write-ahead log may keep on disk once all of it is in the file. */
const walLimitBytes = 16 * 1024 * 1024

/**
 * The store's connection: durable before a write returns, its tables made if the file is new. A file that
 * is as it should be is opened whoever writes to it; for a new one others are waited for.
 */
export function openStoreDatabase(path: string, options = { patienceMs }): Database {
  let database: Database | undefined
  try {
    const connection = openDatabase(path, options)
    database = connection
    whileBusy(() => prepareFile(connection))
    connection.exec(`
      PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
      PRAGMA journal_size_limit = ${walLimitBytes}`)
    whileBusy(() => makeSchema(connection))
    return connection
  } catch (error) {
    database?.close()
    throw toOpeningError(path, error)
  }
}

function prepareFile(database: Database) {
  // First of all: a file that is not to be used stays as it is.
  hasSchema(database)
  const found = database.prepare<{ auto_vacuum: number }>('PRAGMA auto_vacuum')
  // Counts only before the file has its first page, which turning to WAL would write. It asks for the lock
  // of a file that has it already.
  if (found.get()?.auto_vacuum !== 2) database.exec('PRAGMA auto_vacuum = INCREMENTAL')
  database.exec('PRAGMA journal_mode = WAL')
}
