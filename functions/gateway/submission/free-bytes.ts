import type { StatsFs } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'

/**
 * Returns a function for the free bytes on the disk of `path`: the store's file, or the data folder, which has the
 * log while the store is PostgreSQL. Null if unknown. Throws if `path` was moved or replaced since the start: writes
 * to an unlinked file succeed and are lost.
 */
export async function createFreeBytes(path: string): Promise<() => Promise<number | null>> {
  const opened = await stat(path)
  return async () => {
    const current = await stat(path)
    if (current.ino !== opened.ino || current.dev !== opened.dev) {
      throw new Error(`Expected ${path} to be the file that was opened: restart Glyphflow`)
    }
    return toFreeBytes(await statfs(path))
  }
}

/** Null if the values are meaningless: some virtual file systems report only zeros. */
export function toFreeBytes(found: Pick<StatsFs, 'bavail' | 'bsize' | 'blocks'>): number | null {
  const bytes = found.bavail * found.bsize
  return found.blocks > 0 && bytes >= 0 && Number.isFinite(bytes) ? bytes : null
}
