import { retryLater } from '../../shared/http/problem.ts'
import type { StoredDocument } from '../../shared/store/values/stored.ts'

/** True if no page has text and at least one is queued. */
export function isUnread({ pages }: Pick<StoredDocument, 'pages'>): boolean {
  return pages.every(({ text }) => text === null) && pages.some(({ status }) => status === 'queued')
}

/** Throws a problem if no page has been read yet. */
export function requireRead(document: StoredDocument): void {
  if (!isUnread(document)) return
  throw retryLater(1, 'not-read-yet', 'No page of this document has been read yet', 202)
}
