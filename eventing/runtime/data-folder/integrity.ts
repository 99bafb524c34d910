import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { damagedFile, storeRemedy } from '../../../functions/shared/errors/damaged-file.ts'
import { isDamage, logRemedy, toStartError } from '../../log/sqlite/unusable.ts'

const remedies = { 'log.sqlite': logRemedy, 'store.sqlite': storeRemedy }

/** Databases that a data folder may have. */
export type DatabaseName = keyof typeof remedies

/**
 * Reads databases of a data folder from end to end: 0.25 s a gigabyte that is in memory, ten times as
 * much from a disk (measured). Throws SettingsError that names a damaged one and says what to do, or one
 * that cannot be read now: a full disk is no damage.
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
    // A child of the last run may be closing it.
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
