import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import { outsideSpans } from '../../../functions/shared/telemetry/spans.ts'
import type { GroupCommit } from './group-commit.ts'

export interface CleaningOptions {
  logger: Logger
  /** Converts an error for the log message. */
  toError: (error: unknown) => unknown
  /** Time without a commit before the write-ahead log is truncated. */
  idleMs?: number
}

/** Longest delay of a cleaning, however busy the log is. */
const maxDelayMs = 30_000
/** Largest content that is cleaned by rewriting the file: some 20 ms of work. */
const maxRewriteBytes = 1024 * 1024
/** Limit of pages freed in one transaction, for which other writes wait. */
const maxVacuumPages = 1000

/**
 * Removes deleted records from the disk. Deletion overwrites a small record in place (secure_delete = FAST). The rest
 * is cleaned when the log is idle: pages of large records, which are returned to the file system; frames in the
 * write-ahead log; and copies that SQLite may leave in a page when it moves rows. Immediate overwriting would double
 * the writes.
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
  /** Time of the first removal that is not cleaned yet. */
  let removedAtMs: number | null = null
  let cleaning = Promise.resolve()
  let stopped = false

  async function vacuum(pages: number) {
    for (let left = pages; left > 0; left -= maxVacuumPages) {
      await write(() => db.exec(`PRAGMA incremental_vacuum(${maxVacuumPages})`))
    }
  }

  /** Throws without waiting if another program uses the file. */
  function truncateWal(rewrites: boolean): void {
    db.exec('PRAGMA busy_timeout = 0')
    try {
      if (rewrites) db.exec('VACUUM')
      if (checkpoint.get()?.busy !== 0) throw new Error('Another program reads the log')
    } finally {
      db.exec('PRAGMA busy_timeout = 5000')
    }
  }

  async function clean() {
    removedAtMs = null
    try {
      const found = space.get()
      const rewrites = Number(found?.used_bytes) <= maxRewriteBytes
      if (!rewrites) await vacuum(Number(found?.free_pages))
      truncateWal(rewrites)
    } catch (error) {
      logger.warn({ err: toError(error) }, 'log cleaning failed, will be retried')
      // Ten times the usual wait, because each failure is logged.
      committed(true, 10 * idleMs)
    }
  }

  function committed(hasRemoved: boolean, restMs = idleMs) {
    if (hasRemoved) removedAtMs ??= performance.now()
    if (removedAtMs === null || stopped) return
    if (timer === null) timer = outsideSpans(() => setTimeout(begin, restMs)).unref()
    else if (performance.now() - removedAtMs < maxDelayMs) timer.refresh()
  }

  function begin() {
    timer = null
    cleaning = cleaning.then(clean)
  }

  return {
    /** To be called after each commit; `hasRemoved` if it removed records. */
    committed: (hasRemoved: boolean) => committed(hasRemoved),
    /** Cleans now if needed: the log may not be opened again soon. */
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      await cleaning
      if (removedAtMs !== null) await clean()
    },
  }
}
