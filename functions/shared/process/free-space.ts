import type { StatsFs } from 'node:fs'

/**
 * Free bytes of a file system by its statfs values; null if they are meaningless: some virtual file systems report
 * only zeros.
 */
export function toFreeBytes({ bavail, bsize, blocks }: FreeSpace): number | null {
  const bytes = bavail * bsize
  return blocks > 0 && bytes >= 0 && Number.isFinite(bytes) ? bytes : null
}

export type FreeSpace = Pick<StatsFs, 'bavail' | 'bsize' | 'blocks'>
