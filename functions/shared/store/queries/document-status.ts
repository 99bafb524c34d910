import type { Queries } from '../engine.ts'
import type { DocumentStatus } from '../values/stored.ts'
import type { AddChange } from './feed.ts'

interface PagesEnded {
  before: DocumentStatus
  all: number
  done: number
  failed: number
  lastFinishedAt: number | null
}

/**
 * Writes what follows for a document when the state of its pages has changed, inside the same write, which holds its
 * lock.
 */
export async function updateStatus(
  transaction: Queries,
  addChange: AddChange,
  { documentId, seq }: { documentId: string; seq: number },
): Promise<void> {
  const pages = await transaction.get<PagesEnded>(
    `SELECT (SELECT status FROM documents WHERE seq = :seq) AS before, count(*) AS "all",
            count(*) FILTER (WHERE text_try IS NOT NULL) AS done,
            count(*) FILTER (WHERE status = 'failed') AS failed,
            max(finished_at) AS "lastFinishedAt"
     FROM pages WHERE document_seq = :seq`,
    { seq },
  )
  if (!pages) return
  const status = documentStatus(pages)
  const ended = status !== 'queued' && status !== 'processing'
  await transaction.run(
    'UPDATE documents SET status = :status, finished_at = :finishedAt WHERE seq = :seq',
    { seq, status, finishedAt: ended ? pages.lastFinishedAt : null },
  )
  if (status !== pages.before) addChange({ kind: 'document', documentId, status })
}

/** A document's status follows from how many of its pages have ended, and how. */
function documentStatus({ all, done, failed }: PagesEnded): DocumentStatus {
  if (done + failed === 0) return 'queued'
  if (done + failed < all) return 'processing'
  if (failed === 0) return 'done'
  return done === 0 ? 'failed' : 'partial'
}
