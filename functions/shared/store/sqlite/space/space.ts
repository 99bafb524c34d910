import { inSlices } from '../../slices.ts'
import type { Connection } from '../connection.ts'
import type { SqliteDatabase } from '../database.ts'

export interface SpaceDeps {
  database: SqliteDatabase
  /** For PRAGMAs within a write, which must be compiled each time. */
  writer: Connection
}

export type Space = ReturnType<typeof createSpace>

/** 4 MiB: a few milliseconds of work. */
const slicePages = 1024

/**
 * Releases free pages to the file system, and with them all deleted bytes.
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
      // The file shrinks only at a checkpoint of the write-ahead log. TRUNCATE also removes the deleted bytes from the
      // log; if other connections read it, the next checkpoint does so.
      await database.execAlone('PRAGMA wal_checkpoint(TRUNCATE)')
    },
  }
}
