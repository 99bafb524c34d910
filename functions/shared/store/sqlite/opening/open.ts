import { sqliteCode } from '../../../errors/sqlite-code.ts'
import { type Connection, openConnection } from '../connection.ts'
import { SQLITE_BUSY } from '../errors.ts'
import { lockTimeoutMs } from '../write-queue.ts'
import { makeSchema, requireTables, stepsOf } from './make-schema.ts'
import { toOpeningError } from './opening-error.ts'

/** What the write-ahead log may keep on disk once all of it is in the file. */
const walLimitBytes = 16 * 1024 * 1024

/**
 * The store's connections: a write is durable before it returns, and tables are made if the file is new. A file that
 * is as it should be is opened whoever writes to it; for a new one others are waited for.
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
  // First of all: a file that is not to be used stays as it is.
  stepsOf(connection)
  const found = connection.get<{ auto_vacuum: number }>('PRAGMA auto_vacuum')
  // Counts only before the file has its first page, which turning to WAL would write. It asks for the lock
  // of a file that has it already.
  if (found?.auto_vacuum !== 2) connection.exec('PRAGMA auto_vacuum = INCREMENTAL')
  connection.exec('PRAGMA journal_mode = WAL')
}

/**
 * Does it again while another process writes, and this one stands still. For a file that is being opened:
 * gateway and results start together, so another process may be making its tables, and turning it to
 * WAL fails at once then, whatever the busy timeout. Nothing else is to be done before it is open.
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
