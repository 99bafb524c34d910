import type { Queries } from '../engine.ts'
import type { DocumentStatus } from '../values/stored.ts'
import type { Emit } from './feed.ts'

interface PagesEnded {
  before: DocumentStatus
  all: number
  done: number
  failed: number
  lastFinishedAt: number | null
}

/**
 * Updates a document's status after a change of its pages, within the same write, which holds the document's lock.
 */
export async function updateStatus(
  transaction: Queries,
  emit: Emit,
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
  if (status !== pages.before) emit({ kind: 'document', documentId, status })
}

/** Status of a document by the numbers of its done and failed pages. */
function documentStatus({ all, done, failed }: PagesEnded): DocumentStatus {
  if (done + failed === 0) return 'queued'
  if (done + failed < all) return 'processing'
  if (failed === 0) return 'done'
  return done === 0 ? 'failed' : 'partial'
}
