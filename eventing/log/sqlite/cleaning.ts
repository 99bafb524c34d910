import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import type { GroupCommit } from './group-commit.ts'

export interface CleaningOptions {
  logger: Logger
  /** What is told of an error. */
  toError: (error: unknown) => unknown
  /** Without a commit, before the write-ahead log is emptied. */
  idleMs?: number
}

/** However busy the log is. */
const longestMs = 30_000
/** With no more than this in use the file is rewritten: some 20 ms of work. */
const smallBytes = 1024 * 1024
/** Given back in one transaction: others wait no longer than for so many. */
const slicePages = 1000

/**
 * A small record is overwritten where it was when it is removed (secure_delete = FAST). What is left goes at rest: the
 * pages of large ones, which the file gives back; the frames of all in the write-ahead log; and the copies that SQLite
 * leaves in a page now and then when it moves rows to another. Overwriting all at once would be as much to write again.
 */
export function createCleaning(
  db: DatabaseSync,
  { write }: GroupCommit,
  { logger, toError, idleMs = 1000 }: CleaningOptions,
) {
  const space = db.prepare(`
    SELECT (page_count - freelist_count) * page_size AS used_bytes, freelist_count AS free_pages
    FROM pragma_page_count, pragma_freelist_count, pragma_page_size`)
  const checkpoint = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)')
  let timer: NodeJS.Timeout | null = null
  /** When the first record was removed that may still be there. */
  let sinceMs: number | null = null
  let cleaning = Promise.resolve()
  let stopped = false

  async function giveBack(pages: number) {
    for (let left = pages; left > 0; left -= slicePages) {
      await write(() => db.exec(`PRAGMA incremental_vacuum(${slicePages})`))
    }
  }

  /** Throws where another program uses the file, which is not waited for. */
  function overwrite(isSmall: boolean): void {
    db.exec('PRAGMA busy_timeout = 0')
    try {
      if (isSmall) db.exec('VACUUM')
      if (checkpoint.get()?.busy !== 0) throw new Error('Another program reads the log')
    } finally {
      db.exec('PRAGMA busy_timeout = 5000')
    }
  }

  async function clean() {
    sinceMs = null
    try {
      const found = space.get()
      const isSmall = Number(found?.used_bytes) <= smallBytes
      if (!isSmall) await giveBack(Number(found?.free_pages))
      overwrite(isSmall)
    } catch (error) {
      logger.warn({ err: toError(error) }, 'log could not be cleaned, will be tried again')
      // Less often than at rest: it is said each time.
      committed(true, 10 * idleMs)
    }
  }

  function committed(hasRemoved: boolean, restMs = idleMs) {
    if (hasRemoved) sinceMs ??= performance.now()
    if (sinceMs === null || stopped) return
    if (timer === null) timer = setTimeout(begin, restMs).unref()
    else if (performance.now() - sinceMs < longestMs) timer.refresh()
  }

  function begin() {
    timer = null
    cleaning = cleaning.then(clean)
  }

  return {
    /** To be told of each commit, and whether records went with it. */
    committed: (hasRemoved: boolean) => committed(hasRemoved),
    /** Cleans what is still to be cleaned: nobody knows when the log is opened again. */
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      await cleaning
      if (sinceMs !== null) await clean()
    },
  }
}
