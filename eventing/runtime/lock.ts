import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SettingsError } from '../../functions/shared/env.ts'

/**
 * Says that a data folder is in use, by an exclusive transaction on a file in it: the operating system
 * gives it up when the process ends, however it ends. Throws SettingsError where another one has it.
 */
export function lockDataFolder(folder: string): { release: () => void } {
  const db = new DatabaseSync(join(folder, 'lock.sqlite'))
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (!String(error).includes('locked')) throw error
    throw new SettingsError(
      `Glyphflow is running already on the data folder ${folder}; ` +
        'end it first, or set DATA_DIR and PORT to run a second one',
    )
  }
  return { release: () => db.close() }
}
