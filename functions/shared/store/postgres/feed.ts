import type { Queries } from '../engine.ts'
import type { NewChange } from '../values/stored.ts'

/** Channel of LISTEN and NOTIFY for changes: https://www.postgresql.org/docs/current/sql-notify.html */
export const channel = 'glyphflow_changes'

/**
 * Appends changes in one statement, the last of a write. It locks the row of feed until the commit, so that the holder
 * of the next numbers commits later and numbers become visible in order; being last keeps the lock short, and the
 * holder waits for no other lock.
 */
export async function appendChanges(
  transaction: Queries,
  changes: NewChange[],
  at: number,
): Promise<void> {
  const pages = changes.map((change) => (change.kind === 'page' ? change : null))
  await transaction.run(
    `WITH counted AS (UPDATE feed SET latest = latest + :count RETURNING latest),
       added AS (
         INSERT INTO changes (change, at, document_id, kind, status, page, try)
         SELECT latest - :count + number, :at, document_id, kind, status, page, try
         FROM counted, unnest(:documentIds::text[], :kinds::text[], :statuses::text[],
                              :pages::int[], :tries::int[])
           WITH ORDINALITY AS noted (document_id, kind, status, page, try, number))
     SELECT pg_notify('${channel}', '')`,
    {
      ...{ count: changes.length, at },
      documentIds: changes.map(({ documentId }) => documentId),
      kinds: changes.map(({ kind }) => kind),
      statuses: changes.map(({ status }) => status),
      pages: pages.map((page) => page?.page ?? null),
      tries: pages.map((page) => page?.try ?? null),
    },
  )
}
