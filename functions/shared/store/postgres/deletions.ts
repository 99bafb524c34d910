import type { Queries } from './database.ts'
import type { Feed } from './feed.ts'

/** How documents go. */
export function createDeletions({ feed }: { feed: Feed }) {
  return {
    deleteDocument(documentId: string): Promise<boolean> {
      return feed.write(async (transaction, tell) => {
        const deleted = await transaction.run('DELETE FROM documents WHERE id = :documentId', {
          documentId,
        })
        if (deleted === 0) return transaction.isRepeated && wasDeleted(transaction, documentId)
        await transaction.run('DELETE FROM dead_letters WHERE document_id = :documentId', {
          documentId,
        })
        tell({ kind: 'document', documentId, status: 'deleted' })
        return true
      })
    },
  }
}

/** After a lost COMMIT: it was this very call that deleted it. */
async function wasDeleted(transaction: Queries, documentId: string): Promise<boolean> {
  const row = await transaction.get(
    `SELECT 1 AS one FROM changes WHERE document_id = :documentId AND status = 'deleted'`,
    { documentId },
  )
  return row !== undefined
}
