import type { UnappendedPage } from '../recovery.ts'
import type { PageTry } from '../stored.ts'
import type { Database } from './database.ts'
import { lockDocument } from './document-lock.ts'

/** Which pages are in the log. Append numbers are given under the lock of the one row of `appends`. */
export function createAppends(database: Database) {
  return {
    unappendedPages: (documentId: string): Promise<PageTry[]> =>
      database.all(
        `SELECT page, try FROM pages
         WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId)
           AND status = 'queued' AND append_number IS NULL ORDER BY page`,
        { documentId },
      ),

    unappended: (limit: number): Promise<UnappendedPage[]> =>
      database.all(
        `SELECT id AS "documentId", page, try, claims
         FROM pages JOIN documents ON seq = document_seq
         WHERE pages.status = 'queued' AND append_number IS NULL ORDER BY page_id LIMIT :limit`,
        { limit },
      ),

    async latestAppend(): Promise<number> {
      const row = await database.get<{ latest: number }>('SELECT latest FROM appends')
      return row?.latest ?? 0
    },

    /** Done again after a lost COMMIT it finds nothing left to note. */
    markAppended(documentId: string, pages: PageTry[]): Promise<void> {
      return database.write(async (transaction) => {
        const seq = await lockDocument(transaction, documentId)
        if (seq === undefined) return
        const found = await transaction.all<{ pageId: number }>(
          `SELECT page_id AS "pageId" FROM pages
           WHERE document_seq = :seq AND append_number IS NULL
             AND (page, try) IN (SELECT * FROM unnest(:pages::int[], :tries::int[]))
           ORDER BY page`,
          { seq, pages: pages.map(({ page }) => page), tries: pages.map((page) => page.try) },
        )
        if (found.length === 0) return
        await transaction.run(
          `WITH counted AS (UPDATE appends SET latest = latest + :count RETURNING latest)
           UPDATE pages SET append_number = latest - :count + number
           FROM counted, unnest(:pageIds::bigint[]) WITH ORDINALITY AS found (id, number)
           WHERE page_id = found.id`,
          { count: found.length, pageIds: found.map(({ pageId }) => pageId) },
        )
      })
    },

    /**
     * One statement, so that it needs no lock of the document. Done again after a lost answer it is refused:
     * the page is claimed by nobody then, and by somebody later.
     */
    async claimUnappended({ documentId, page, try: number, claims }: UnappendedPage) {
      const claimed = await database.run(
        `UPDATE pages SET claims = claims + 1
         WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId)
           AND page = :page AND try = :try AND append_number IS NULL
           AND status = 'queued' AND claims = :claims`,
        { documentId, page, try: number, claims },
      )
      return claimed > 0
    },
  }
}
