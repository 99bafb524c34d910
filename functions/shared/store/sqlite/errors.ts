import { damagedFile, storeRemedy } from '../../errors/damaged-file.ts'
import { SQLITE_CORRUPT, SQLITE_NOTADB, sqliteCode } from '../../errors/sqlite-code.ts'
import { StoreUnavailableError } from '../store.ts'

/** https://sqlite.org/rescode.html */
export const SQLITE_BUSY = 5

/** Errors that disappear by themselves or by an operator's action: neither a bug nor an error of the caller. */
const unavailable = new Set([
  3, // PERM
  SQLITE_BUSY,
  6, // LOCKED
  7, // NOMEM
  8, // READONLY
  10, // IOERR
  SQLITE_CORRUPT,
  13, // FULL
  14, // CANTOPEN
  15, // PROTOCOL
  22, // NOLFS
  23, // AUTH
  SQLITE_NOTADB,
])

/** Calls SQLite; throws StoreUnavailableError if the database at `path` is unavailable. */
export function guarded<T>(path: string, call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw toStoreError(path, error)
  }
}

/** StoreUnavailableError for an error that means so, otherwise the error of SQLite. */
export function toStoreError(path: string, error: unknown): unknown {
  const code = sqliteCode(error)
  if (code === undefined || !unavailable.has(code)) return error
  const message =
    code === SQLITE_CORRUPT
      ? damagedFile(path, messageOf(error), storeRemedy(path)).message
      : `The store cannot be used: ${messageOf(error)}`
  return new StoreUnavailableError(message, { cause: error })
}

/** Message of SQLite, without our prefix. */
export function messageOf(error: unknown): string {
  if (error instanceof StoreUnavailableError && error.cause) return messageOf(error.cause)
  return error instanceof Error ? error.message : String(error)
}

/** Runs clean-up that a later pruning repeats; ignores an unavailable database. */
export async function ifAvailable(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
  }
}
