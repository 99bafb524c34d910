import { DatabaseError } from 'pg'
import type { Phrase } from '../../search/phrases.ts'
import { createdBetween } from '../created-between.ts'
import { encodeCursor, searchCursor } from '../cursor.ts'
import { type DocumentRow, documentColumns } from '../rows.ts'
import { SearchTooSlowError, StoreUnavailableError } from '../store.ts'
import type { DocumentFilter } from '../stored.ts'
import type { Queries } from './database.ts'
import type { LeftMs } from './search-turns.ts'
import { toQuery } from './text-search.ts'

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: query_canceled */
const cancelled = '57014'

/** Counted by how much of the text a word makes up: https://www.postgresql.org/docs/current/textsearch-controls.html */
const byLength = 1

/** A document, and the page of it that says most of what was looked for, if one does. */
export type FoundRow = DocumentRow & { bestPage: number | null }

/**
 * Finds documents by the phrases of a person, best first, each once: it stands at its best page, or at its file
 * name. Rejects with SearchTooSlowError when its time is over; what is read after it in the transaction has that
 * of any statement.
 */
export async function search(
  snapshot: Queries,
  phrases: Phrase[],
  filter: DocumentFilter,
  leftMs: LeftMs,
): Promise<{ found: FoundRow[]; next: string | null }> {
  const { status, batch, cursor, limit } = filter
  const position = cursor === undefined ? 0 : searchCursor(cursor)
  if (phrases.length === 0) return { found: [], next: null }
  await snapshot.run(`SET LOCAL statement_timeout = ${leftMs()}`)
  const rows = await snapshot
    .all<FoundRow>(
      `SELECT ${documentColumns}, "bestPage"
     FROM (
       SELECT document_seq, max(rank) AS rank, max("bestPage") AS "bestPage"
       FROM (
         (SELECT DISTINCT ON (document_seq) document_seq, page AS "bestPage",
                 ts_rank(searched, :query::tsquery, ${byLength}) AS rank
          FROM texts JOIN pages USING (page_id)
          WHERE searched @@ :query::tsquery
          ORDER BY document_seq, rank DESC, page)
         UNION ALL
         SELECT seq, NULL, ts_rank(name_searched, :query::tsquery, ${byLength})
         FROM documents WHERE name_searched @@ :query::tsquery
       ) AS found GROUP BY document_seq
     ) AS best JOIN documents ON seq = document_seq
     WHERE (:status::text IS NULL OR status = :status) AND (:batch::text IS NULL OR batch = :batch)
       AND created_at >= :createdAfter AND created_at < :createdBefore
     ORDER BY rank DESC, seq DESC LIMIT :limit OFFSET :position`,
      {
        query: toQuery(phrases),
        status: status ?? null,
        batch: batch ?? null,
        ...createdBetween(filter),
        // One more than asked for tells whether there is a next part.
        limit: limit + 1,
        position,
      },
    )
    .catch(orTooSlow)
  await snapshot.run('SET LOCAL statement_timeout TO DEFAULT')
  const next = rows.length > limit ? encodeCursor({ position: position + limit }) : null
  return { found: rows.slice(0, limit), next }
}

function orTooSlow(error: unknown): never {
  const isCancelled =
    error instanceof StoreUnavailableError &&
    error.cause instanceof DatabaseError &&
    error.cause.code === cancelled
  throw isCancelled ? new SearchTooSlowError() : error
}
