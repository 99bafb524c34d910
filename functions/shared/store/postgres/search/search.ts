import { DatabaseError } from 'pg'
import type { Phrase } from '../../../search/phrases.ts'
import type { Queries, RankedRow, SearchOptions } from '../../engine.ts'
import { SearchTooSlowError, StoreUnavailableError } from '../../store.ts'
import type { LeftMs } from './search-turns.ts'
import { toQuery } from './text-search.ts'

/** query_canceled: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const queryCanceled = '57014'

/** Rank normalization by text length: https://www.postgresql.org/docs/current/textsearch-controls.html */
const byLength = 1

/**
 * Finds documents that match all phrases. Rejects with SearchTooSlowError on timeout; later statements of the
 * transaction have the default timeout.
 */
export async function search(
  snapshot: Queries,
  phrases: Phrase[],
  searchOptions: SearchOptions,
  leftMs: LeftMs,
): Promise<RankedRow[]> {
  await snapshot.run(`SET LOCAL statement_timeout = ${leftMs()}`)
  const ranked = await snapshot
    .all<RankedRow>(
      `SELECT seq, "bestPage"
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
       WHERE (:status::text IS NULL OR status = :status) AND (:kind::text IS NULL OR kind = :kind)
         AND (:batch::text IS NULL OR batch = :batch)
         AND created_at >= :createdAfter AND created_at < :createdBefore
       ORDER BY rank DESC, seq DESC LIMIT :limit OFFSET :position`,
      { ...searchOptions, query: toQuery(phrases) },
    )
    .catch(orTooSlow)
  await snapshot.run('SET LOCAL statement_timeout TO DEFAULT')
  return ranked
}

function orTooSlow(error: unknown): never {
  const isCancelled =
    error instanceof StoreUnavailableError &&
    error.cause instanceof DatabaseError &&
    error.cause.code === queryCanceled
  throw isCancelled ? new SearchTooSlowError() : error
}
