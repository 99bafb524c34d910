import type { Queries } from '../engine.ts'
import type { NewChange } from '../values/stored.ts'

/** Appends changes in a write transaction, so that their numbers become visible in order; watch.ts sees the commit. */
export async function appendChanges(
  transaction: Queries,
  changes: NewChange[],
  at: number,
): Promise<void> {
  for (const { documentId, ...change } of changes) {
    const place = change.kind === 'page' ? change : { page: null, try: null }
    await transaction.run(
      `INSERT INTO changes (at, document_id, kind, status, page, try)
       VALUES (:at, :documentId, :kind, :status, :page, :try)`,
      {
        at,
        documentId,
        kind: change.kind,
        status: change.status,
        page: place.page,
        try: place.try,
      },
    )
  }
}
