import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { IndexWords } from './index-words.ts'
import type { Space } from './space.ts'

/** How documents go, and what is to be remembered of them until the log has let go of them too. */
export function createDeletions(deps: {
  database: Database
  feed: Feed
  indexWords: IndexWords
  space: Space
}) {
  const { database, feed, indexWords, space } = deps
  const deleteDocument = database.prepare('DELETE FROM documents WHERE id = :documentId')
  const deleteLetters = database.prepare('DELETE FROM dead_letters WHERE document_id = :documentId')
  const remember = database.prepare(
    'INSERT OR IGNORE INTO deletions (document_id) VALUES (:documentId)',
  )
  const remembered = database.prepare<{ documentId: string }>(
    'SELECT document_id AS documentId FROM deletions ORDER BY rowid',
  )
  const forget = database.prepare('DELETE FROM deletions WHERE document_id = :documentId')

  return {
    async deleteDocument(documentId: string): Promise<boolean> {
      const deleted = await database.write(() => {
        if (deleteDocument.run({ documentId }) === 0) return false
        deleteLetters.run({ documentId })
        remember.run({ documentId })
        feed.documentChanged(documentId, 'deleted')
        return true
      })
      if (deleted) {
        indexWords.noteDeletion()
        await space.giveBackIfAvailable()
      }
      return deleted
    },
    deletions: (): string[] => remembered.all().map(({ documentId }) => documentId),
    async forgetDeletion(documentId: string): Promise<void> {
      await database.write(() => forget.run({ documentId }))
    },
  }
}
