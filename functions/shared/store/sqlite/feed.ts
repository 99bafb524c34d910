import type { Queries } from '../engine.ts'
import type { NewChange } from '../values/stored.ts'

/** Appends changes in a write transaction, so that their numbers become visible in order; watch.ts sees the commit. */
export async function appendChanges(
  transaction: Queries,
  changes: NewChange[],
  at: number,
): Promise<void> {
  const rows = changes.map((change) => {
    const place = change.kind === 'page' ? change : { page: null, try: null }
    const { documentId: document_id, kind, status } = change
    return { at, document_id, kind, status, page: place.page, try: place.try }
  })
  await transaction.insert('changes', rows)
}
