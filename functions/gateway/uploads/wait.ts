import type { Store } from '../../shared/store/store.ts'
import type { StoredDocument } from '../../shared/store/values/stored.ts'
import type { Feed } from '../changes/feed.ts'
import { openDeadline } from '../changes/streams/deadline.ts'

/** Resolves with the document once all its pages have ended; null on timeout or abort. */
export async function waitUntilFinished(
  store: Pick<Store, 'document'>,
  feed: Feed,
  documentId: string,
  timeoutMs: number,
  signals: AbortSignal[],
): Promise<StoredDocument | null> {
  const deadline = openDeadline(timeoutMs, signals)
  try {
    const document = await store.document(documentId)
    if (document === null || document.finishedAt !== null) return document
    for await (const { changes } of feed.follow(document.changes, deadline.signal)) {
      if (!changes.some((change) => change.documentId === documentId)) continue
      const changed = await store.document(documentId)
      if (changed === null || changed.finishedAt !== null) return changed
    }
    return null
  } finally {
    deadline.close()
  }
}
