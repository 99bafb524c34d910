import { sqliteCode } from '../../../errors/sqlite-code.ts'
import { type Connection, openConnection } from '../connection.ts'
import { SQLITE_BUSY } from '../errors.ts'
import { lockTimeoutMs } from '../write-queue.ts'
import { makeSchema, requireTables, stepsOf } from './make-schema.ts'
import { toOpeningError } from './opening-error.ts'

/** Size to which the write-ahead log is truncated after a checkpoint. */
const walLimitBytes = 16 * 1024 * 1024

/**
 * Opens the store's connections, with durable writes, and creates the tables of a new file. A prepared file is opened
 * even while another process writes; for a new file, other processes are awaited.
 */
export function openConnections(path: string): { writer: Connection; reader: Connection } {
  const opened: Connection[] = []
  const open = () => {
    const connection = openConnection(path)
    opened.push(connection)
    return connection
  }
  try {
    const writer = open()
    whileBusy(() => prepareFile(writer))
    writer.exec(`
      PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
      PRAGMA journal_size_limit = ${walLimitBytes}`)
    whileBusy(() => makeSchema(writer))
    requireTables(writer)
    const reader = open()
    reader.exec('PRAGMA query_only = ON')
    return { writer, reader }
  } catch (error) {
    for (const connection of opened) connection.close()
    throw toOpeningError(path, error)
  }
}

function prepareFile(connection: Connection) {
  // First, so that an unusable file stays unchanged.
  stepsOf(connection)
  const found = connection.get<{ auto_vacuum: number }>('PRAGMA auto_vacuum')
  // Effective only before the file has its first page, which the change to WAL writes. Skipped if already set, because
  // it needs the write lock.
  if (found?.auto_vacuum !== 2) connection.exec('PRAGMA auto_vacuum = INCREMENTAL')
  connection.exec('PRAGMA journal_mode = WAL')
}

/**
 * Retries while another process writes, blocking this one, which has no other work before the file is open. Gateway
 * and results start together, so another process may be creating the tables; then the change to WAL fails
 * immediately, regardless of the busy timeout.
 */
function whileBusy<T>(work: () => T): T {
  const deadline = performance.now() + lockTimeoutMs
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (sqliteCode(error) !== SQLITE_BUSY || performance.now() > deadline) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}
