import { inSlices } from '../slices.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { IndexWords } from './index-words.ts'
import type { Originals } from './originals.ts'
import type { Space } from './space.ts'

const sliceRows = 5000

/** Ends what is kept for a while: changes, idempotency keys, words of deleted documents, free space. */
export function createPrune(deps: {
  database: Database
  feed: Feed
  indexWords: IndexWords
  originals: Originals
  space: Space
}) {
  const { database, feed, indexWords, originals, space } = deps
  const deleteKeys = database.prepare(`
    DELETE FROM idempotency_keys WHERE key IN (
      SELECT key FROM idempotency_keys WHERE created_at < :before LIMIT ${sliceRows})`)

  // By number, not by time: a clock that went back must not make a hole in the feed.
  const firstKept = database.prepare<{ change: number }>(`
    SELECT change FROM changes WHERE at >= :before ORDER BY change LIMIT 1`)
  const deleteChanges = database.prepare(`
    DELETE FROM changes WHERE change IN (
      SELECT change FROM changes WHERE change < :kept ORDER BY change LIMIT ${sliceRows})`)

  return async ({ changesBefore, keysBefore }: { changesBefore: Date; keysBefore: Date }) => {
    const deleteAll = (statement: typeof deleteKeys, values: Record<string, number>) =>
      inSlices(async () => (await database.write(() => statement.run(values))) === sliceRows)

    await deleteAll(deleteKeys, { before: keysBefore.getTime() })
    // Both of one moment: what is written meanwhile is kept.
    const kept = database.read(
      () => firstKept.get({ before: changesBefore.getTime() })?.change ?? feed.latest() + 1,
    )
    await deleteAll(deleteChanges, { kept })
    await originals.deleteLeftChunks()
    await indexWords.forgetDeleted()
    await space.giveBackAll()
  }
}
