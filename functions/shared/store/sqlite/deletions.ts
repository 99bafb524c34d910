import type { Database } from './database.ts'
import { ifAvailable } from './errors.ts'
import type { Feed } from './feed.ts'
import type { IndexWords } from './index-words.ts'
import type { Originals } from './originals.ts'
import type { Space } from './space.ts'

/** How documents go. */
export function createDeletions(deps: {
  database: Database
  feed: Feed
  indexWords: IndexWords
  originals: Originals
  space: Space
}) {
  const { database, feed, indexWords, originals, space } = deps
  const deleteDocument = database.prepare('DELETE FROM documents WHERE id = :documentId')
  const pagesOf = database.prepare<{ pageId: number }>(`
    SELECT page_id AS pageId FROM pages JOIN documents ON seq = document_seq
    WHERE id = :documentId`)
  const deleteLetters = database.prepare('DELETE FROM dead_letters WHERE document_id = :documentId')

  return {
    async deleteDocument(documentId: string): Promise<boolean> {
      const pageIds = await database.write(() => {
        const pages = pagesOf.all({ documentId })
        if (deleteDocument.run({ documentId }) === 0) return null
        deleteLetters.run({ documentId })
        feed.documentChanged(documentId, 'deleted')
        return pages.map(({ pageId }) => pageId)
      })
      if (pageIds === null) return false
      indexWords.noteDeletion()
      // It is gone; what cannot be done now is done by the next pruning.
      await ifAvailable(async () => {
        await originals.deleteChunks(pageIds)
        await space.giveBackAll()
      })
      return true
    },
  }
}
