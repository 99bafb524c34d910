import type { Engine, Queries } from '../engine.ts'
import { inSlices } from '../slices.ts'
import type { Feed } from './feed.ts'

const sliceRows = 5000

export interface DeletionDeps {
  engine: Pick<Engine, 'database' | 'lock' | 'afterDeletion' | 'freeSpace'>
  feed: Feed
}

/** Deletes documents, and prunes changes and idempotency keys. */
export function createDeletions({ engine, feed }: DeletionDeps) {
  const { database } = engine

  /** One gateway at a time: two alternating gateways would leave a gap in the feed between their slices. */
  const deleteAll = (statement: string, values: Record<string, number>) =>
    inSlices(() =>
      database.write(async (transaction) => {
        await engine.lock(transaction, 'prune')
        return (await transaction.run(statement, values)) === sliceRows
      }),
    )

  /** First change to keep. By number, not by time: a clock that was set back must not leave a gap in the feed. */
  const firstKept = (before: number) =>
    database.read(async (snapshot) => {
      const first = await snapshot.get<{ change: number }>(
        'SELECT change FROM changes WHERE at >= :before ORDER BY change LIMIT 1',
        { before },
      )
      return first?.change ?? (await feed.latest(snapshot)) + 1
    })

  return {
    async deleteDocument(documentId: string): Promise<boolean> {
      const pageIds = await feed.write(async (transaction, emit) => {
        const pages = await transaction.all<{ pageId: number }>(
          `SELECT page_id AS "pageId" FROM pages
           WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId)`,
          { documentId },
        )
        const deleted = await transaction.run('DELETE FROM documents WHERE id = :documentId', {
          documentId,
        })
        if (deleted === 0) {
          return transaction.isRepeated && (await wasDeleted(transaction, documentId)) ? [] : null
        }
        await transaction.run('DELETE FROM dead_letters WHERE document_id = :documentId', {
          documentId,
        })
        emit({ kind: 'document', documentId, status: 'deleted' })
        return pages.map(({ pageId }) => pageId)
      })
      if (pageIds === null) return false
      await engine.afterDeletion(pageIds)
      return true
    },

    async prune({ changesBefore, keysBefore }: { changesBefore: Date; keysBefore: Date }) {
      await deleteAll(
        `DELETE FROM idempotency_keys WHERE key IN (
           SELECT key FROM idempotency_keys WHERE created_at < :before LIMIT ${sliceRows})`,
        { before: keysBefore.getTime() },
      )
      const kept = await firstKept(changesBefore.getTime())
      await deleteAll(
        `DELETE FROM changes WHERE change IN (
           SELECT change FROM changes WHERE change < :kept ORDER BY change LIMIT ${sliceRows})`,
        { kept },
      )
      await engine.freeSpace()
    },
  }
}

/** Whether an earlier attempt of the call, with a lost COMMIT, deleted the document. */
async function wasDeleted(transaction: Queries, documentId: string): Promise<boolean> {
  const row = await transaction.get(
    `SELECT 1 AS one FROM changes WHERE document_id = :documentId AND status = 'deleted'`,
    { documentId },
  )
  return row !== undefined
}
