import type { Store } from '../../shared/store/store.ts'
import type { StoredDocument } from '../../shared/store/stored.ts'
import { openBell, openDeadline } from '../changes/changes.ts'

/** The document once all its pages have ended; null if that takes longer or `signals` abort. */
export async function waitUntilFinished(
  store: Pick<Store, 'document' | 'changesAfter' | 'watch'>,
  documentId: string,
  timeoutMs: number,
  signals: AbortSignal[],
): Promise<StoredDocument | null> {
  const deadline = openDeadline(timeoutMs, signals)
  const bell = openBell(store)
  try {
    let document = await store.document(documentId)
    while (document !== null && document.finishedAt === null) {
      await bell.next(deadline.signal)
      if (deadline.signal.aborted) return null
      const news = await store.changesAfter(document.changes, { documentId, limit: 1 })
      if (news.length > 0) document = await store.document(documentId)
    }
    return document
  } finally {
    bell.close()
    deadline.close()
  }
}
