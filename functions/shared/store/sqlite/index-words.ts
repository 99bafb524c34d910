import { inSlices } from '../slices.ts'
import type { Database } from './database.ts'

export type IndexWords = ReturnType<typeof createIndexWords>

/** 2 MB of an index: some ten milliseconds of work. */
const slicePages = 500
const indexes = ['text_search', 'name_search']

/**
 * Words of deleted documents stay in the parts of an FTS5 index until those are merged into one, which rewrites the
 * index: in slices, and only after a deletion. FTS5's secure-delete would take them out at once, at ten times the cost
 * of a deletion. https://sqlite.org/fts5.html#the_merge_command
 */
export function createIndexWords(database: Database) {
  const changes = database.prepare<{ total: number }>('SELECT total_changes() AS total')
  const total = () => changes.get()?.total ?? 0
  // There may have been one before the start.
  let hasDeleted = true

  /** Whether anything was done. A negative number of pages has all parts merged, where a positive one goes on. */
  const merge = (index: string, pages: number) =>
    database.write(() => {
      const before = total()
      database.exec(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', ${pages})`)
      return total() - before > 1
    })

  return {
    noteDeletion() {
      hasDeleted = true
    },
    async forgetDeleted() {
      if (!hasDeleted) return
      hasDeleted = false
      for (const index of indexes) {
        if (await merge(index, -slicePages)) await inSlices(() => merge(index, slicePages))
      }
    },
  }
}
