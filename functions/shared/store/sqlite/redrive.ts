import type { PageTry, RedriveChoice } from '../stored.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { Settlement } from './settlement.ts'

/** Queues pages of a document again that have ended. */
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
  const queue = database.prepare<PageTry & { textTry: number | null }>(`
    UPDATE pages SET status = 'queued', try = try + 1, append_number = NULL, claims = 0,
                     times_lost = 0, error_code = NULL, error_detail = NULL,
                     finished_at = iif(text_try IS NULL, NULL, finished_at)
    WHERE document_seq = :seq AND (status = 'failed' OR status = 'done' AND :pages = 'all')
      AND coalesce(append_number, 0) <= :upTo
    RETURNING page, try, text_try AS textTry`)

  const setLanguage = database.prepare(`
    UPDATE documents SET language = :language
    WHERE seq = :seq AND EXISTS (
      SELECT 1 FROM pages WHERE document_seq = :seq AND pages.status = 'queued' AND append_number IS NULL)`)

  return (documentId: string, choice: RedriveChoice = { pages: 'failed' }) =>
    database.write((): number[] | null => {
      const document = find.get({ documentId })
      if (!document) return null
      const { seq } = document
      noteLetters.run({ documentId, seq, now: now() })
      const { pages, upTo = Number.MAX_SAFE_INTEGER, language } = choice
      const queued = queue.all({ seq, pages, upTo }).sort((a, b) => a.page - b.page)
      if (language !== undefined) setLanguage.run({ seq, language })
      for (const { page, try: number, textTry } of queued) {
        if (textTry !== null) continue
        feed.pageChanged({ documentId, page, status: 'queued', try: number })
      }
      settle({ documentId, seq })
      return queued.map(({ page }) => page)
    })
}
