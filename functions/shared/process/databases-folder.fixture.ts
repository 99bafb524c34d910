import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const memory = '/dev/shm'
const enoughBytes = 1024 ** 3

/**
 * Folder for databases of unit tests: in memory where there is room, because a disk takes milliseconds for each of
 * thousands of syncs. That acknowledged pages are synced is tested on a disk, in loadtest/e2e/durability.e2e.ts.
 */
export const databasesFolder = freeBytesOf(memory) < enoughBytes ? tmpdir() : memory

function freeBytesOf(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return 0
  }
}
