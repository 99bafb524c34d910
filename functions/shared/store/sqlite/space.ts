import { statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { toFreeBytes } from '../../free-space.ts'
import { inSlices } from '../slices.ts'
import { StoreUnavailableError } from '../store.ts'
import type { Database } from './database.ts'
import { whileBusy } from './while-busy.ts'

export type Space = ReturnType<typeof createSpace>

/** 4 MiB: a few milliseconds of work. */
const slicePages = 1024
/** https://sqlite.org/pragma.html#pragma_auto_vacuum */
const incremental = 2

/**
 * Gives free pages back to the file system. A file that keeps them (made before files could, on a disk too
 * full to rewrite it) fills them again. https://sqlite.org/pragma.html#pragma_incremental_vacuum
 */
export function createSpace(database: Database) {
  const freePages = database.prepare<{ freelist_count: number }>('PRAGMA freelist_count')
  const countFree = () => freePages.get()?.freelist_count ?? 0
  const giveBackSlice = () => database.exec(`PRAGMA incremental_vacuum(${slicePages})`)

  return {
    /** As much as an ordinary document leaves, if that can be done now: it takes some room itself. */
    giveBackSome() {
      ifAvailable(() => database.writeNow(giveBackSlice))
    },
    async giveBackAll() {
      await inSlices(async () => {
        const before = countFree()
        if (before > 0) await database.write(giveBackSlice)
        return countFree() < before
      })
      // The file gets shorter only when the log's pages have gone into it.
      database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    },
  }
}

/**
 * Rewrites a file that cannot give space back so that it can. That needs its size twice for a while, once for
 * the copy and once for the log; without it, or in the way of another process, the file stays as it is.
 */
export function rewriteForSpace(database: Database, path: string) {
  const mode = database.prepare<{ auto_vacuum: number }>('PRAGMA auto_vacuum').get()
  if (mode?.auto_vacuum === incremental) return
  const free = toFreeBytes(statfsSync(dirname(path)))
  if (free === null || free < 3 * statSync(path).size) return
  const rewrite = () => database.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM')
  ifAvailable(() => whileBusy(rewrite))
}

/** Space that is not given back now is not lost: it is filled again, or given back the next time. */
function ifAvailable(work: () => void) {
  try {
    work()
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
  }
}
