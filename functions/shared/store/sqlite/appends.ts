import type { UnappendedPage } from '../recovery.ts'
import type { PageTry } from '../stored.ts'
import type { Database } from './database.ts'

/**
 * Which pages are in the log. Append numbers are given inside write transactions, so their order is that in
 * which anybody can see them.
 */
export function createAppends(database: Database) {
  const ofDocument = 'document_seq = (SELECT seq FROM documents WHERE id = :documentId)'
  const ofTry = `${ofDocument} AND page = :page AND try = :try AND append_number IS NULL`

  const unappendedOf = database.prepare<PageTry>(`
    SELECT page, try FROM pages
    WHERE ${ofDocument} AND status = 'queued' AND append_number IS NULL ORDER BY page`)
  const unappended = database.prepare<UnappendedPage>(`
    SELECT id AS documentId, page, try, claims
    FROM pages JOIN documents ON seq = document_seq
    WHERE pages.status = 'queued' AND append_number IS NULL ORDER BY page_id LIMIT :limit`)
  const mark = database.prepare(`
    UPDATE pages SET append_number = (SELECT latest + 1 FROM appends) WHERE ${ofTry}`)
  const countOn = database.prepare('UPDATE appends SET latest = latest + 1')
  const latest = database.prepare<{ latest: number }>('SELECT latest FROM appends')
  const claim = database.prepare(`
    UPDATE pages SET claims = claims + 1
    WHERE ${ofTry} AND status = 'queued' AND claims = :claims`)

  return {
    unappendedPages: (documentId: string): PageTry[] => unappendedOf.all({ documentId }),
    unappended: (limit: number): UnappendedPage[] => unappended.all({ limit }),
    latestAppend: (): number => latest.get()?.latest ?? 0,

    markAppended(documentId: string, pages: PageTry[]): Promise<void> {
      return database.write(() => {
        for (const { page, try: number } of pages) {
          if (mark.run({ documentId, page, try: number }) > 0) countOn.run()
        }
      })
    },

    claimUnappended({ documentId, page, try: number, claims }: UnappendedPage): Promise<boolean> {
      return database.write(() => claim.run({ documentId, page, try: number, claims }) > 0)
    },
  }
}
