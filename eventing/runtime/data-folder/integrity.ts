import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { damagedFile, storeRemedy } from '../../../functions/shared/errors/damaged-file.ts'
import { isDamage, logRemedy, toStartError } from '../../log/sqlite/unusable.ts'

const remedies = { 'log.sqlite': logRemedy, 'store.sqlite': storeRemedy }

/** Databases of a data folder. */
export type DatabaseName = keyof typeof remedies

/**
 * Checks databases of a data folder: 0.25 s per gigabyte in memory, ten times as long from a disk (measured). Throws
 * SettingsError with the remedy for a damaged one, or for one that is unreadable now: a full disk is no damage.
 * https://sqlite.org/pragma.html#pragma_integrity_check
 */
export function checkIntegrity(folder: string, names: DatabaseName[]): void {
  for (const name of names) {
    const path = join(folder, name)
    if (!existsSync(path)) continue
    const damage = findDamage(path)
    if (damage) throw damagedFile(path, damage, remedies[name](path))
  }
}

function findDamage(path: string): string | null {
  let db: DatabaseSync | undefined
  try {
    // A child process of the last run may still be closing it.
    db = new DatabaseSync(path, { timeout: 10_000 })
    const row = db.prepare('PRAGMA integrity_check(1)').get()
    return row?.integrity_check === 'ok' ? null : String(row?.integrity_check)
  } catch (error) {
    if (isDamage(error) && error instanceof Error) return error.message
    throw toStartError(path, error)
  } finally {
    db?.close()
  }
}
