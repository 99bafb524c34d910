import type { Submission } from '../../contract.ts'
import { pageColumns, toPageWithWords, type WordsRow } from '../rows.ts'
import type { StoredPageWithWords } from '../stored.ts'
import type { Database } from './database.ts'

const ofDocument = 'document_seq = (SELECT seq FROM documents WHERE id = :documentId)'

/** Single pages: their words, what to send for them. */
export function createPages(database: Database) {
  const page = database.prepare<WordsRow>(`
    SELECT ${pageColumns}, words_omitted, words_checksum, words
    FROM pages LEFT JOIN texts USING (page_id)
    WHERE ${ofDocument} AND page = :page`)
  const submission = database.prepare<Submission>(`
    SELECT documents.id AS documentId, page, try, documents.language, traceparent, digest
    FROM documents JOIN pages ON document_seq = seq JOIN originals USING (page_id)
    WHERE documents.id = :documentId AND page = :page AND pages.status = 'queued'`)
  // Answered from the partial index pages_queued alone.
  const queued = database.prepare<{ pages: number }>(`
    SELECT count(*) AS pages FROM pages WHERE status = 'queued'`)
  // The first condition is what the partial index pages_ended is known by: it is read from its end.
  const latestReader = database.prepare<{ engine: string; model: string }>(`
    SELECT engine, model FROM pages WHERE status <> 'queued' AND status = 'done'
    ORDER BY append_number DESC LIMIT 1`)

  return {
    page(documentId: string, number: number): StoredPageWithWords | null {
      const row = page.get({ documentId, page: number })
      return row ? toPageWithWords(row) : null
    },

    submission: (documentId: string, number: number): Submission | null =>
      submission.get({ documentId, page: number }) ?? null,

    queuedPages: (): number => queued.get()?.pages ?? 0,

    latestReader: () => latestReader.get() ?? null,
  }
}
