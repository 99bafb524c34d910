import type { DocumentStatus } from './stored.ts'

/** A document's status follows from how many of its pages have ended, and how. */
export function documentStatus(pages: {
  all: number
  done: number
  failed: number
}): DocumentStatus {
  const { all, done, failed } = pages
  if (done + failed === 0) return 'queued'
  if (done + failed < all) return 'processing'
  if (failed === 0) return 'done'
  return done === 0 ? 'failed' : 'partial'
}

/** What a database counts of a document's pages, and the status that it had before. */
export interface PagesEnded {
  before: DocumentStatus
  all: number
  done: number
  failed: number
  lastFinishedAt: number | null
}
