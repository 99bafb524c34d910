import type { Queries } from '../engine.ts'
import type { NewChange } from '../values/stored.ts'

/** What LISTEN and NOTIFY call a store's changes: https://www.postgresql.org/docs/current/sql-notify.html */
export const channel = 'glyphflow_changes'

/**
 * The row of feed is locked from here to the commit: whoever has the next numbers commits later, so numbers
 * become visible in order. It is the last thing that a write does, and waits for no other lock. One statement, so that
 * the row is locked for as short as can be.
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
