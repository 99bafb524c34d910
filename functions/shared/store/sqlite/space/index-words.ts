import { inSlices } from '../../slices.ts'
import type { SqliteDatabase } from '../database.ts'
import { ifAvailable } from '../errors.ts'
import type { Space } from './space.ts'

/** 2 MB of an index: some ten milliseconds of work. */
const slicePages = 500
const indexes = ['text_search', 'name_search']
/** After a deletion, so that others of the same moment share a merge. */
const mergeDelayMs = 2000
/** Rest after a merge, as a multiple of what it took: a large index is not rewritten all the time. */
const restFactor = 100

/**
 * Words of deleted documents stay in the parts of an FTS5 index until those are merged into one, which rewrites the
 * index: in slices, and only after a deletion. FTS5's secure-delete would take them out at once, at ten times the cost
 * of a deletion. https://sqlite.org/fts5.html#the_merge_command
 */
export function createIndexWords(database: SqliteDatabase, space: Space) {
  // There may have been one before the start.
  let hasDeletions = true
  let timer: NodeJS.Timeout | undefined
  let merging = Promise.resolve()
  /** Of `performance.now()`. */
  let restUntilMs = 0

  /** Whether anything was done. A negative number of pages has all parts merged, where a positive one goes on. */
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
    hasDeletions = false
    for (const index of indexes) {
      if (await merge(index, -slicePages)) await inSlices(() => merge(index, slicePages))
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
    /** The words go soon; after a large merge, later. */
    scheduleMerge() {
      hasDeletions = true
      timer ??= setTimeout(
        () => {
          // What cannot be done now is done by the next pruning.
          merging = ifAvailable(mergeNow)
        },
        Math.max(mergeDelayMs, restUntilMs - performance.now()),
      ).unref()
    },
    /** Resolves when nothing is under way. */
    async close() {
      clearTimeout(timer)
      await merging
    },
  }
}
