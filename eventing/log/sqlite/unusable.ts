import { basename } from 'node:path'
import { damagedFile } from '../../../functions/shared/errors/damaged-file.ts'
import { refusalOf } from '../../../functions/shared/errors/file-refusal.ts'
import {
  SQLITE_CORRUPT,
  SQLITE_NOTADB,
  sqliteCode,
} from '../../../functions/shared/errors/sqlite-code.ts'
import { SettingsError } from '../../../functions/shared/settings/env.ts'

/** What to do about a damaged log, and what that costs. */
export const logRemedy = (path: string) => {
  const name = basename(path)
  return (
    `Move ${name}, ${name}-wal and ${name}-shm away and start again: pages that were waiting ` +
    'are sent again from the store by themselves, after a quarter of an hour'
  )
}

/** The file itself is broken; anything else that SQLite says may be otherwise the next time. */
export function isDamage(error: unknown): boolean {
  return [SQLITE_CORRUPT, SQLITE_NOTADB].includes(sqliteCode(error) ?? 0)
}

/** What to tell a person of a database that cannot be used at the start; an error that is not SQLite's stays. */
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
    `Cannot use ${path} now: ${error.message}. Make room or see to the disk, and start again: ` +
      'what is in it is as it was',
  )
}
