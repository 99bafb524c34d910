import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Reason why this user has no access to a database at `path`, which SQLite does not report, and the remedy; null if
 * the permissions suffice or the folder does not exist.
 */
export function refusalOf(path: string): string | null {
  const { R_OK, W_OK, X_OK } = constants
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      return 'it is a folder. Move it away, or set DATA_DIR to another folder'
    }
    accessSync(dirname(path), R_OK | W_OK | X_OK)
    const files = [path, `${path}-wal`, `${path}-shm`].filter(existsSync)
    for (const file of files) accessSync(file, R_OK | W_OK)
    return null
  } catch (error) {
    const isRefusal =
      error instanceof Error &&
      'code' in error &&
      ['EACCES', 'EPERM', 'EROFS'].includes(String(error.code))
    if (!isRefusal) return null
    return `${error.message}. Let the user who runs Glyphflow read and write the data folder and its contents`
  }
}
