import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Tells how many bytes are free where a file is, the store's. Throws when the file that is there by now is
 * not the one that was there at first: what is written to a file that was taken away succeeds, and is gone.
 */
export async function createFreeBytes(path: string): Promise<() => Promise<number>> {
  const opened = await stat(path)
  return async () => {
    const found = await stat(path)
    if (found.ino !== opened.ino || found.dev !== opened.dev) {
      throw new Error(`Expected ${path} to be the file that was opened: start Glyphflow again`)
    }
    const { bavail, bsize } = await statfs(dirname(path))
    return bavail * bsize
  }
}
