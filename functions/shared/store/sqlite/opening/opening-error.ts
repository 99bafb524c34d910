import { damagedFile, storeRemedy } from '../../../errors/damaged-file.ts'
import { refusalOf } from '../../../errors/file-refusal.ts'
import { SQLITE_CORRUPT, SQLITE_NOTADB, sqliteCode } from '../../../errors/sqlite-code.ts'
import { SettingsError } from '../../../settings/env.ts'
import { StoreUnavailableError } from '../../store.ts'
import { messageOf } from '../errors.ts'

/** https://sqlite.org/rescode.html */
const SQLITE_ERROR = 1

/** The system denies access to this user. */
const SQLITE_PERM = 3
const SQLITE_READONLY = 8
const SQLITE_CANTOPEN = 14
const refusals = [SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN]

/**
 * Error for a store that cannot be opened: StoreUnavailableError if a retry may succeed (another process writes, the
 * disk is full or fails), SettingsError if a restart cannot help.
 */
export function toOpeningError(path: string, error: unknown): Error {
  const code = sqliteCode(error)
  const prefix = `Cannot open the store ${path}: `
  if (code === undefined) return new SettingsError(prefix + messageOf(error))
  if (code === SQLITE_NOTADB) {
    return new SettingsError(
      `${prefix}it is not a SQLite database. Move it away, or set DATA_DIR to another folder; ` +
        'if it was the store, its beginning is damaged: put back a backup of the data folder',
    )
  }
  // The schema refers to missing pages of the file, or is unknown to this version.
  if (code === SQLITE_CORRUPT || code === SQLITE_ERROR) {
    return damagedFile(path, messageOf(error), storeRemedy(path))
  }
  const refusal = refusals.includes(code) ? refusalOf(path) : null
  if (refusal !== null) return new SettingsError(prefix + refusal)
  return new StoreUnavailableError(prefix + messageOf(error), { cause: error })
}
