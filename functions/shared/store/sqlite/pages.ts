import type { StoredPageWithWords } from '../store.ts'
import type { Database } from './database.ts'
import { pageColumns, toPageWithWords, type WordsRow } from './rows.ts'

const ofDocument = 'document_seq = (SELECT seq FROM documents WHERE id = :documentId)'

/** Single pages: whether they are in the log, their words, their originals. */
export function createPages(database: Database) {
  const unappended = database.prepare<{ page: number }>(`
    SELECT page FROM pages WHERE ${ofDocument} AND appended_at IS NULL ORDER BY page`)
  const markAppended = database.prepare(`
    UPDATE pages SET appended_at = :now
    WHERE ${ofDocument} AND page = :page AND appended_at IS NULL`)
  const page = database.prepare<WordsRow>(`
    SELECT ${pageColumns}, words_omitted, words FROM pages LEFT JOIN texts USING (page_id)
    WHERE ${ofDocument} AND page = :page`)
  const original = database.prepare<{ mediaType: string; image: Uint8Array }>(`
    SELECT media_type AS mediaType, image FROM originals JOIN pages USING (page_id)
    WHERE ${ofDocument} AND page = :page`)
  // Answered from the partial index pages_queued alone.
  const queued = database.prepare<{ pages: number }>(`
    SELECT count(*) AS pages FROM pages WHERE status = 'queued'`)

  return {
    unappendedPages: (documentId: string): number[] =>
      unappended.all({ documentId }).map(({ page }) => page),

    markAppended(documentId: string, pages: number[]) {
      const now = Date.now()
      database.write(() => {
        for (const page of pages) markAppended.run({ documentId, page, now })
      })
    },

    page(documentId: string, number: number): StoredPageWithWords | null {
      const row = page.get({ documentId, page: number })
      return row ? toPageWithWords(row) : null
    },

    image(documentId: string, number: number) {
      const row = original.get({ documentId, page: number })
      return row ? { mediaType: row.mediaType, image: row.image } : null
    },

    queuedPages: (): number => queued.get()?.pages ?? 0,
  }
}
