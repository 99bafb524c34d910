import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { refusalOf } from '../../../functions/shared/errors/file-refusal.ts'
import { SettingsError } from '../../../functions/shared/settings/env.ts'

export interface DataFolderLock {
  /** False if the last process was killed, or the machine lost power. */
  endedCleanly: boolean
  /** To be called when all data is on disk and every file closed. */
  release(): void
}

const clean = 0
const inUse = 1

/**
 * Locks a data folder with SQLite's exclusive lock on a file in it, which the operating system releases at any end of
 * the process. Throws SettingsError if another process holds the lock, or the folder is not writable.
 */
export function lockDataFolder(folder: string): DataFolderLock {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(join(folder, 'lock.sqlite'))
    // Held across commits, until closed: https://sqlite.org/pragma.html#pragma_locking_mode
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    const found = db.prepare('PRAGMA user_version').get()?.user_version
    db.exec(`PRAGMA user_version = ${inUse}; COMMIT`)
    const lock = db
    return {
      endedCleanly: found === clean,
      release() {
        try {
          lock.exec(`PRAGMA user_version = ${clean}`)
        } catch {
          // A full disk, for example: the next start runs an unnecessary integrity check.
        }
        lock.close()
      },
    }
  } catch (error) {
    db?.close()
    throw new SettingsError(reason(error, folder))
  }
}

function reason(error: unknown, folder: string): string {
  const message = error instanceof Error ? error.message : String(error)
  if (message.includes('locked')) {
    return (
      `Glyphflow is already running on the data folder ${folder}; ` +
      'stop it first, or set DATA_DIR and PORT to run a second one'
    )
  }
  const refusal = refusalOf(join(folder, 'lock.sqlite'))
  const remedy =
    refusal ?? `${message}. Free disk space or fix it, or set DATA_DIR to another folder`
  return `Cannot write the data folder ${folder}: ${remedy}`
}
