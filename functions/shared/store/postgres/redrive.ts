import type { PageTry } from '../store.ts'
import { lockDocument } from './document-lock.ts'
import type { Feed } from './feed.ts'
import { settle } from './settlement.ts'

/**
 * Queues the failed pages of a document again. Done again after a lost COMMIT it finds none; they are
 * unappended, and sent all the same.
 */
export function createRedrive({ feed, now }: { feed: Feed; now: () => number }) {
  return (documentId: string): Promise<number[] | null> =>
    feed.write(async (transaction, tell) => {
      const seq = await lockDocument(transaction, documentId)
      if (seq === undefined) return null
      // A letter can be a moment before the failure of its page, which the next redrive is then for.
      await transaction.run(
        `UPDATE dead_letters SET redriven_at = :now
         WHERE document_id = :documentId AND redriven_at IS NULL AND NOT EXISTS (
           SELECT 1 FROM pages WHERE document_seq = :seq AND pages.page = dead_letters.page
                                     AND pages.status = 'queued')`,
        { documentId, seq, now: now() },
      )
      const queued = await transaction.all<PageTry>(
        `UPDATE pages SET status = 'queued', try = try + 1, append_number = NULL, claims = 0,
                          times_lost = 0, finished_at = NULL, error_code = NULL, error_detail = NULL
         WHERE document_seq = :seq AND status = 'failed' RETURNING page, try`,
        { seq },
      )
      queued.sort((a, b) => a.page - b.page)
      for (const page of queued) tell({ kind: 'page', documentId, status: 'queued', ...page })
      await settle(transaction, tell, { documentId, seq })
      return queued.map(({ page }) => page)
    })
}
