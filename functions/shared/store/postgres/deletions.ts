import type { Database, Queries } from './database.ts'
import type { Feed } from './feed.ts'

/** How documents go, and what is to be remembered of them until the log has let go of them too. */
export function createDeletions({ database, feed }: { database: Database; feed: Feed }) {
  return {
    deleteDocument(documentId: string): Promise<boolean> {
      return feed.write(async (transaction, tell) => {
        const deleted = await transaction.run('DELETE FROM documents WHERE id = :documentId', {
          documentId,
        })
        if (deleted === 0) return transaction.isRepeated && isRemembered(transaction, documentId)
        await transaction.run('DELETE FROM dead_letters WHERE document_id = :documentId', {
          documentId,
        })
        await transaction.run(
          'INSERT INTO deletions (document_id) VALUES (:documentId) ON CONFLICT DO NOTHING',
          { documentId },
        )
        tell({ kind: 'document', documentId, status: 'deleted' })
        return true
      })
    },
    async deletions(): Promise<string[]> {
      const rows = await database.all<{ documentId: string }>(
        'SELECT document_id AS "documentId" FROM deletions ORDER BY deletion',
      )
      return rows.map(({ documentId }) => documentId)
    },
    async forgetDeletion(documentId: string): Promise<void> {
      await database.run('DELETE FROM deletions WHERE document_id = :documentId', { documentId })
    },
  }
}

/** After a lost COMMIT: it was this very call that deleted it. */
async function isRemembered(transaction: Queries, documentId: string): Promise<boolean> {
  const row = await transaction.get(
    'SELECT 1 AS one FROM deletions WHERE document_id = :documentId',
    { documentId },
  )
  return row !== undefined
}
