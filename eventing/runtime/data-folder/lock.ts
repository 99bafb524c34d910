import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { refusalOf } from '../../../functions/shared/errors/file-refusal.ts'
import { SettingsError } from '../../../functions/shared/settings/env.ts'

export interface DataFolderLock {
  /** False where the last one to have the folder was killed, or the machine lost power. */
  endedCleanly: boolean
  /** Everything is on disk and closed. */
  release(): void
}

const clean = 0
const inUse = 1

/**
 * Says that a data folder is in use, by SQLite's exclusive lock on a file in it: the operating system gives
 * it up when the process ends, however it ends. Throws SettingsError where another one has it, or the
 * folder cannot be written.
 */
export function lockDataFolder(folder: string): DataFolderLock {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(join(folder, 'lock.sqlite'))
    // Kept over commits, until it is closed: https://sqlite.org/pragma.html#pragma_locking_mode
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
          // A full disk: the next start looks at everything once more than it needs to.
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
      `Glyphflow is running already on the data folder ${folder}; ` +
      'end it first, or set DATA_DIR and PORT to run a second one'
    )
  }
  const refusal = refusalOf(join(folder, 'lock.sqlite'))
  const remedy = refusal ?? `${message}. Make room or mend it, or set DATA_DIR to another folder`
  return `Cannot write the data folder ${folder}: ${remedy}`
}
