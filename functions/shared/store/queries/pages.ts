import type { PageSubmission } from '../../events/contract.ts'
import type { Database } from '../engine.ts'
import { pageColumns, toPageWithWords, type WordsRow } from '../values/rows.ts'
import type { StoredPageWithWords } from '../values/stored.ts'

/** Reads single pages, their submissions, and totals over all pages. */
export function createPages(database: Database) {
  return {
    async page(documentId: string, page: number): Promise<StoredPageWithWords | null> {
      const row = await database.get<WordsRow>(
        `SELECT ${pageColumns}, words_omitted AS "wordsOmitted",
                words_checksum AS "wordsChecksum", words
         FROM pages LEFT JOIN texts USING (page_id)
         WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId) AND page = :page`,
        { documentId, page },
      )
      return row ? toPageWithWords(row) : null
    },

    async submission(documentId: string, page: number): Promise<PageSubmission | null> {
      const row = await database.get<PageSubmission>(
        `SELECT documents.id AS "documentId", page, try, documents.language, traceparent, digest
         FROM documents JOIN pages ON document_seq = seq JOIN originals USING (page_id)
         WHERE documents.id = :documentId AND page = :page AND pages.status = 'queued'`,
        { documentId, page },
      )
      return row ?? null
    },

    // Uses only the partial index pages_queued.
    async queuedPages(): Promise<number> {
      const row = await database.get<{ pages: number }>(
        "SELECT count(*) AS pages FROM pages WHERE status = 'queued'",
      )
      return row?.pages ?? 0
    },

    // The first condition selects the partial index pages_ended, whose order avoids a sort.
    async latestReader(): Promise<{ engine: string; model: string } | null> {
      const row = await database.get<{ engine: string; model: string }>(
        `SELECT engine, model FROM pages WHERE status <> 'queued' AND status = 'done'
         ORDER BY append_number DESC NULLS LAST LIMIT 1`,
      )
      return row ?? null
    },
  }
}
