import type { PageTry, RedriveChoice } from '../values/stored.ts'
import { lockDocument } from './document-lock.ts'
import { updateStatus } from './document-status.ts'
import type { Feed } from './feed.ts'

/**
 * Queues ended pages of a document again, and unappended ones that are to be read in another way: the event of their
 * try may be in the log already. Repeated after a lost COMMIT, it finds none; the pages are unappended, and sent all
 * the same.
 */
export function createRedrive({ feed, now }: { feed: Feed; now: () => number }) {
  return (documentId: string, choice: RedriveChoice = { pages: 'failed' }) =>
    feed.write(async (transaction, emit): Promise<number[] | null> => {
      const seq = await lockDocument(transaction, documentId)
      if (seq === undefined) return null
      const { pages, upTo = Number.MAX_SAFE_INTEGER, bulk = null } = choice
      const { language = null, text = null, rotate = null } = choice
      const listed = Array.isArray(pages) ? pages : null
      const isListed = (column: string) =>
        listed
          ? `AND ${column} IN (SELECT value FROM ${transaction.dialect.elements(':listed')})`
          : ''
      const chosen = { seq, ...(listed && { listed }) }
      // A letter may precede the failure of its page; the next redrive is for that page.
      await transaction.run(
        `UPDATE dead_letters SET redriven_at = :now
         WHERE document_id = :documentId AND redriven_at IS NULL AND NOT EXISTS (
           SELECT 1 FROM pages WHERE document_seq = :seq AND pages.page = dead_letters.page
                                     AND pages.status = 'queued')
           ${isListed('dead_letters.page')}`,
        { ...chosen, documentId, now: now() },
      )
      const queued = await transaction.all<PageTry & { textTry: number | null }>(
        `UPDATE pages SET status = 'queued', try = try + 1, append_number = NULL, claims = 0,
                          bulk = coalesce(:bulk, bulk), times_lost = 0,
                          own_language = coalesce(:language, own_language),
                          pdf_text = coalesce(:text, pdf_text), rotate = coalesce(:rotate, rotate),
                          error_code = NULL, error_detail = NULL,
                          finished_at = CASE WHEN text_try IS NULL THEN NULL ELSE finished_at END
         WHERE document_seq = :seq
           AND (status = 'failed' OR status = 'done' AND CAST(:pages AS text) <> 'failed'
                OR status = 'queued' AND append_number IS NULL
                   AND (own_language IS DISTINCT FROM coalesce(:language, own_language)
                        OR pdf_text IS DISTINCT FROM coalesce(:text, pdf_text)
                        OR rotate <> coalesce(:rotate, rotate)))
           AND coalesce(append_number, 0) <= :upTo ${isListed('page')}
         RETURNING page, try, text_try AS "textTry"`,
        {
          ...chosen,
          pages: listed ? 'listed' : pages,
          upTo,
          bulk: bulk === null ? null : Number(bulk),
          ...{ language, text, rotate },
        },
      )
      queued.sort((a, b) => a.page - b.page)
      if (language !== null && !listed) {
        await transaction.run(
          `UPDATE documents SET language = :language
           WHERE seq = :seq AND EXISTS (
             SELECT 1 FROM pages
             WHERE document_seq = :seq AND pages.status = 'queued' AND append_number IS NULL)`,
          { seq, language },
        )
      }
      for (const { page, try: number, textTry } of queued) {
        if (textTry !== null) continue
        emit({ kind: 'page', documentId, page, status: 'queued', try: number })
      }
      await updateStatus(transaction, emit, { documentId, seq })
      return queued.map(({ page }) => page)
    })
}
