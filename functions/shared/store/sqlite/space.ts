import { inSlices } from '../slices.ts'
import type { Database } from './database.ts'

export type Space = ReturnType<typeof createSpace>

/** 4 MiB: a few milliseconds of work. */
const slicePages = 1024

/**
 * Gives free pages back to the file system, and with them all bytes of what was deleted.
 * https://sqlite.org/pragma.html#pragma_incremental_vacuum
 */
export function createSpace(database: Database) {
  const freePages = database.prepare<{ freelist_count: number }>('PRAGMA freelist_count')
  const countFree = () => freePages.get()?.freelist_count ?? 0
  const giveBackSlice = () => database.exec(`PRAGMA incremental_vacuum(${slicePages})`)

  return {
    async giveBackAll() {
      await inSlices(async () => {
        const before = countFree()
        if (before > 0) await database.write(giveBackSlice)
        return countFree() < before
      })
      // The file gets shorter only when the pages of the write-ahead log have gone into it. The log is emptied, for it
      // has those of what was deleted as well; where others read it, the next one does that.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },
  }
}
