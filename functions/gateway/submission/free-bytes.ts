import { stat, statfs } from 'node:fs/promises'
import { toFreeBytes } from '../../shared/process/free-space.ts'

/**
 * Tells how many bytes are free where a file or a folder is: the store's file, or the data folder, which has
 * the log while the store is a database elsewhere. Throws when what is there by now is not what was there at
 * first: what is written to a file that was taken away succeeds, and is gone. Null where the system does not
 * know.
 */
export async function createFreeBytes(path: string): Promise<() => Promise<number | null>> {
  const opened = await stat(path)
  return async () => {
    const found = await stat(path)
    if (found.ino !== opened.ino || found.dev !== opened.dev) {
      throw new Error(`Expected ${path} to be the file that was opened: start Glyphflow again`)
    }
    return toFreeBytes(await statfs(path))
  }
}
