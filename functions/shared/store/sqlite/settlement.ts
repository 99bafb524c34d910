import { documentStatus, type PagesEnded } from '../document-status.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'

export type Settlement = ReturnType<typeof createSettlement>

/** What follows for a document when the state of its pages has changed, inside the same write. */
export function createSettlement({ database, feed }: { database: Database; feed: Feed }) {
  const pagesEnded = database.prepare<PagesEnded>(`
    SELECT documents.status AS before, count(*) AS "all",
           count(*) FILTER (WHERE text_try IS NOT NULL) AS done,
           count(*) FILTER (WHERE pages.status = 'failed') AS failed,
           max(pages.finished_at) AS lastFinishedAt
    FROM documents JOIN pages ON document_seq = seq WHERE seq = :seq`)
  const update = database.prepare(`
    UPDATE documents SET status = :status, finished_at = :finishedAt WHERE seq = :seq`)

  return ({ documentId, seq }: { documentId: string; seq: number }) => {
    const pages = pagesEnded.get({ seq })
    if (!pages) return
    const status = documentStatus(pages)
    const ended = status !== 'queued' && status !== 'processing'
    update.run({ seq, status, finishedAt: ended ? pages.lastFinishedAt : null })
    if (status !== pages.before) feed.documentChanged(documentId, status)
  }
}
