import type { Document, DocumentChange, PageChange } from '../../functions/shared/http/api.ts'

/** One message of the change feed. */
export type Change = ({ kind: 'document' } & DocumentChange) | ({ kind: 'page' } & PageChange)

/**
 * Does a change say more than is shown already? What was loaded at or after its number holds it;
 * and that something queued is queued needs no request.
 */
export function isNews(change: Change, document: Document): boolean {
  if (change.change <= document.changes) return false
  if (change.status !== 'queued') return true
  if (change.kind === 'document') return document.status !== 'queued'
  const page = document.pages.find(({ page }) => page === change.page)
  return page?.status !== 'queued'
}
