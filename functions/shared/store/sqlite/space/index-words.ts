import { inSlices } from '../../slices.ts'
import type { SqliteDatabase } from '../database.ts'
import { ifAvailable } from '../errors.ts'
import type { Space } from './space.ts'

/** 2 MB of an index: about ten milliseconds of work. */
const slicePages = 500
const indexes = ['text_search', 'name_search']
/** Delay after a deletion, so that several deletions share a merge. */
const mergeDelayMs = 2000
/** Pause after a merge, as a multiple of its duration, so that a large index is not rewritten all the time. */
const restFactor = 100

/**
 * Removes words of deleted documents from the FTS5 indexes. They stay in the segments of an index until these are
 * merged into one, which rewrites the index: in slices, and only after a deletion. FTS5's secure-delete would remove
 * them immediately, at ten times the cost of a deletion. https://sqlite.org/fts5.html#the_merge_command
 */
export function createIndexWords(
  database: Pick<SqliteDatabase, 'write'>,
  space: Pick<Space, 'releaseAll'>,
) {
  // Deletions of an earlier process may be unmerged.
  let hasDeletions = true
  let timer: NodeJS.Timeout | undefined
  let merging = Promise.resolve()
  /** Time of `performance.now()`. */
  let restUntilMs = 0

  /** Whether the merge did any work. Negative `pages` start a merge of all segments, positive ones continue it. */
  const merge = (index: string, pages: number) =>
    database.write(async (transaction) => {
      const total = async () => {
        const changes = await transaction.get<{ total: number }>('SELECT total_changes() AS total')
        return changes?.total ?? 0
      }
      const before = await total()
      const insert = `INSERT INTO ${index} (${index}, rank) VALUES ('merge', :pages)`
      await transaction.run(insert, { pages })
      return (await total()) - before > 1
    })

  async function removeDeletedWords(): Promise<void> {
    if (!hasDeletions) return
    // Cleared first: a deletion during the merge needs another one.
    hasDeletions = false
    try {
      for (const index of indexes) {
        if (await merge(index, -slicePages)) await inSlices(() => merge(index, slicePages))
      }
    } catch (error) {
      hasDeletions = true
      throw error
    }
  }

  async function mergeNow(): Promise<void> {
    timer = undefined
    const startedMs = performance.now()
    await removeDeletedWords()
    await space.releaseAll()
    const endedMs = performance.now()
    restUntilMs = endedMs + restFactor * (endedMs - startedMs)
  }

  return {
    removeDeletedWords,
    /** Schedules a merge soon; later after a long merge. */
    scheduleMerge() {
      hasDeletions = true
      timer ??= setTimeout(
        () => {
          // The next pruning merges if this fails.
          merging = ifAvailable(mergeNow)
        },
        Math.max(mergeDelayMs, restUntilMs - performance.now()),
      ).unref()
    },
    /** Cancels a scheduled merge, and resolves after a running one. */
    async close() {
      clearTimeout(timer)
      await merging
    },
  }
}
