import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { IndexWords } from './index-words.ts'
import type { Space } from './space.ts'

/** How documents go. */
export function createDeletions(deps: {
  database: Database
  feed: Feed
  indexWords: IndexWords
  space: Space
}) {
  const { database, feed, indexWords, space } = deps
  const deleteDocument = database.prepare('DELETE FROM documents WHERE id = :documentId')
  const deleteLetters = database.prepare('DELETE FROM dead_letters WHERE document_id = :documentId')

  return {
    async deleteDocument(documentId: string): Promise<boolean> {
      const deleted = await database.write(() => {
        if (deleteDocument.run({ documentId }) === 0) return false
        deleteLetters.run({ documentId })
        feed.documentChanged(documentId, 'deleted')
        return true
      })
      if (deleted) {
        indexWords.noteDeletion()
        await space.giveBackIfAvailable()
      }
      return deleted
    },
  }
}
