import type { Document, DocumentChange, PageChange } from '../../functions/shared/http/api.ts'

/** One message of the change feed. */
export type Change = ({ kind: 'document' } & DocumentChange) | ({ kind: 'page' } & PageChange)

/**
 * Whether a change is newer than the loaded document. A `queued` status of something queued already needs no
 * request.
 */
export function needsRefetch(change: Change, document: Document): boolean {
  if (change.change <= document.changes) return false
  if (change.status !== 'queued') return true
  if (change.kind === 'document') return document.status !== 'queued'
  const page = document.pages.find(({ page }) => page === change.page)
  return page?.status !== 'queued'
}
