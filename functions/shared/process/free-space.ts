import type { StatsFs } from 'node:fs'

/**
 * Bytes that may still be written, by what statfs tells of a file system; null where that says nothing: some
 * of those that are no disk tell zeros of everything.
 */
export function toFreeBytes({ bavail, bsize, blocks }: FreeSpace): number | null {
  const bytes = bavail * bsize
  return blocks > 0 && bytes >= 0 && Number.isFinite(bytes) ? bytes : null
}

export type FreeSpace = Pick<StatsFs, 'bavail' | 'bsize' | 'blocks'>
