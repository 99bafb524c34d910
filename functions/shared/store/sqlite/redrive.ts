import type { PageTry } from '../store.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { Settlement } from './settlement.ts'

/** Queues the failed pages of a document again. */
export function createRedrive(deps: {
  database: Database
  feed: Feed
  settle: Settlement
  now: () => number
}) {
  const { database, feed, settle, now } = deps
  const find = database.prepare<{ seq: number }>('SELECT seq FROM documents WHERE id = :documentId')
  // A letter can be a moment before the failure of its page, which the next redrive is then for.
  const noteLetters = database.prepare(`
    UPDATE dead_letters SET redriven_at = :now
    WHERE document_id = :documentId AND redriven_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM pages WHERE document_seq = :seq AND pages.page = dead_letters.page
                                AND pages.status = 'queued')`)
  const queueFailed = database.prepare<PageTry>(`
    UPDATE pages SET status = 'queued', try = try + 1, append_number = NULL, claims = 0,
                     times_lost = 0, finished_at = NULL, error_code = NULL, error_detail = NULL
    WHERE document_seq = :seq AND status = 'failed' RETURNING page, try`)

  return (documentId: string): Promise<number[] | null> =>
    database.write(() => {
      const document = find.get({ documentId })
      if (!document) return null
      const { seq } = document
      noteLetters.run({ documentId, seq, now: now() })
      const queued = queueFailed.all({ seq }).sort((a, b) => a.page - b.page)
      for (const page of queued) feed.pageChanged({ documentId, status: 'queued', ...page })
      settle({ documentId, seq })
      return queued.map(({ page }) => page)
    })
}
