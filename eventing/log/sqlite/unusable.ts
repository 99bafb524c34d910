import { basename } from 'node:path'
import { damagedFile } from '../../../functions/shared/errors/damaged-file.ts'
import { refusalOf } from '../../../functions/shared/errors/file-refusal.ts'
import {
  SQLITE_CORRUPT,
  SQLITE_NOTADB,
  sqliteCode,
} from '../../../functions/shared/errors/sqlite-code.ts'
import { SettingsError } from '../../../functions/shared/settings/env.ts'

/** Remedy for a damaged log, and its cost. */
export const logRemedy = (path: string) => {
  const name = basename(path)
  return (
    `Move ${name}, ${name}-wal and ${name}-shm away and start again: waiting pages are ` +
    'sent again from the store automatically, after 15 minutes'
  )
}

/** Whether the file itself is corrupt; any other SQLite error is temporary. */
export function isDamage(error: unknown): boolean {
  return [SQLITE_CORRUPT, SQLITE_NOTADB].includes(sqliteCode(error) ?? 0)
}

/** SettingsError for a database that cannot be used at startup; returns an error unchanged if it is not SQLite's. */
export function toStartError(path: string, error: unknown): unknown {
  const code = sqliteCode(error)
  if (code === undefined || !(error instanceof Error)) return error
  if (code === SQLITE_NOTADB) {
    return new SettingsError(
      `Cannot open ${path}: it is not a SQLite database. ` +
        'Move it away, or set DATA_DIR to another folder',
    )
  }
  if (code === SQLITE_CORRUPT) {
    return damagedFile(path, error.message, logRemedy(path))
  }
  const refusal = refusalOf(path)
  if (refusal !== null) {
    return new SettingsError(`Cannot open ${path}: ${error.message}: ${refusal}`)
  }
  return new SettingsError(
    `Cannot use ${path} now: ${error.message}. Free disk space or check the disk, and start again: ` +
      'its content is unchanged',
  )
}
