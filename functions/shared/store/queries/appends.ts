import type { Database } from '../engine.ts'
import type { UnappendedPage } from '../recovery.ts'
import type { PageTry } from '../values/stored.ts'
import { lockDocument, lockDocuments } from './document-lock.ts'

/**
 * Records which pages are in the log. Append numbers are assigned under the lock of the single row of `appends`, so
 * they become visible in order.
 */
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
         WHERE page_id IN (SELECT page_id FROM (${unappendedOf(0)}) AS single
                           UNION ALL SELECT page_id FROM (${unappendedOf(1)}) AS bulk)
         ORDER BY page_id LIMIT :limit`,
        { limit },
      ),

    async latestAppend(): Promise<number> {
      const row = await database.get<{ latest: number }>('SELECT latest FROM appends')
      return row?.latest ?? 0
    },

    /** Repeated after a lost COMMIT, it finds nothing to record. */
    markAppended(documentId: string, tries: PageTry[]): Promise<void> {
      const appended = new Set(tries.map(nameOf))
      return database.write(async (transaction) => {
        const seq = await lockDocument(transaction, documentId)
        if (seq === undefined) return
        const unappended = await transaction.all<PageTry & { pageId: number }>(
          `SELECT page_id AS "pageId", page, try FROM pages
           WHERE document_seq = :seq AND append_number IS NULL ORDER BY page`,
          { seq },
        )
        const found = unappended.filter((page) => appended.has(nameOf(page)))
        if (found.length === 0) return
        const appends = await transaction.get<{ latest: number }>(
          'UPDATE appends SET latest = latest + :count RETURNING latest',
          { count: found.length },
        )
        const first = (appends?.latest ?? 0) - found.length + 1
        await transaction.run(
          `UPDATE pages SET append_number = :first + place
           FROM ${transaction.dialect.elements(':pageIds')} AS found WHERE page_id = value`,
          { first, pageIds: found.map(({ pageId }) => pageId) },
        )
      })
    },

    /** Repeated after a lost COMMIT, it finds no page: they can be claimed again later. */
    claimUnappended(pages: UnappendedPage[]): Promise<UnappendedPage[]> {
      return database.write(async (transaction) => {
        const seqs: number[] = []
        for (const id of new Set(pages.map(({ documentId }) => documentId))) {
          const sql = 'SELECT seq FROM documents WHERE id = :id'
          const row = await transaction.get<{ seq: number }>(sql, { id })
          if (row) seqs.push(row.seq)
        }
        await lockDocuments(transaction, seqs)
        const claimed: UnappendedPage[] = []
        for (const unappended of pages) {
          const { documentId, page, try: number, claims } = unappended
          const count = await transaction.run(
            `UPDATE pages SET claims = claims + 1
             WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId)
               AND page = :page AND try = :try AND append_number IS NULL
               AND status = 'queued' AND claims = :claims`,
            { documentId, page, try: number, claims },
          )
          if (count > 0) claimed.push(unappended)
        }
        return claimed
      })
    },
  }
}

/** In the order of SQLite's index pages_queued. */
const unappendedOf = (bulk: 0 | 1) =>
  `SELECT page_id FROM pages
   WHERE bulk = ${bulk} AND status = 'queued' AND append_number IS NULL
   ORDER BY page_id LIMIT :limit`

const nameOf = ({ page, try: number }: PageTry) => `${page}/${number}`
