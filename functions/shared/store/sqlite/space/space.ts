import { inSlices } from '../../slices.ts'
import type { Connection } from '../connection.ts'
import type { SqliteDatabase } from '../database.ts'

export interface SpaceDeps {
  database: SqliteDatabase
  /** For what has to be compiled each time, inside of a write. */
  writer: Connection
}

export type Space = ReturnType<typeof createSpace>

/** 4 MiB: a few milliseconds of work. */
const slicePages = 1024

/**
 * Gives free pages back to the file system, and with them all bytes of what was deleted.
 * https://sqlite.org/pragma.html#pragma_incremental_vacuum
 */
export function createSpace({ database, writer }: SpaceDeps) {
  async function countFree(): Promise<number> {
    const found = await database.get<{ freelist_count: number }>('PRAGMA freelist_count')
    return found?.freelist_count ?? 0
  }
  const releaseSlice = async () => writer.exec(`PRAGMA incremental_vacuum(${slicePages})`)

  return {
    async releaseAll() {
      await inSlices(async () => {
        const before = await countFree()
        if (before > 0) await database.write(releaseSlice)
        return (await countFree()) < before
      })
      // The file gets shorter only when the pages of the write-ahead log have gone into it. The log is emptied, for it
      // has those of what was deleted as well; where others read it, the next one does that.
      await database.execAlone('PRAGMA wal_checkpoint(TRUNCATE)')
    },
  }
}
