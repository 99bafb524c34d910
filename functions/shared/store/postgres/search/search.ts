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

const chosen = `
  (:status::text IS NULL OR status = :status) AND (:kind::text IS NULL OR kind = :kind)
  AND (:batch::text IS NULL OR batch = :batch)
  AND created_at >= :createdAfter AND created_at < :createdBefore`

const ranking = `
  WITH pages_and_names AS (
    (SELECT DISTINCT ON (document_seq) document_seq, page,
            ts_rank(searched, :query::tsquery, ${byLength}) AS rank
     FROM texts JOIN pages USING (page_id)
     WHERE searched @@ :query::tsquery
     ORDER BY document_seq, rank DESC, page)
    UNION ALL
    SELECT seq, NULL, ts_rank(name_searched, :query::tsquery, ${byLength})
    FROM documents WHERE name_searched @@ :query::tsquery
  ), ranked AS MATERIALIZED (
    SELECT seq, max(rank) AS rank, max(page) AS page
    FROM pages_and_names JOIN documents ON seq = document_seq WHERE ${chosen} GROUP BY seq
  ), spread AS (
    SELECT document_seq AS seq, -1 AS rank, min(page) AS page
    FROM unnest(:each::tsquery[]) WITH ORDINALITY AS phrases(phrase, number) CROSS JOIN LATERAL (
      SELECT document_seq, page FROM texts JOIN pages USING (page_id) WHERE searched @@ phrase
      UNION ALL
      SELECT seq, NULL FROM documents WHERE name_searched @@ phrase
    ) AS matches
    WHERE (SELECT count(*) FROM ranked) < :position::bigint + :limit::bigint
    GROUP BY document_seq HAVING count(DISTINCT number) = cardinality(:each::tsquery[])
  )
  SELECT seq, coalesce(max(found.page) FILTER (WHERE rank >= 0), min(found.page)) AS "bestPage"
  FROM (SELECT * FROM ranked UNION ALL SELECT * FROM spread) AS found JOIN documents USING (seq)
  WHERE ${chosen}
  GROUP BY seq ORDER BY max(rank) DESC, seq DESC LIMIT :limit OFFSET :position`

/**
 * Finds documents that match all phrases, best first; those that contain them, but on different pages or partly in
 * their name, last. Rejects with SearchTooSlowError on timeout; later statements of the transaction have the default
 * timeout.
 */
export async function search(
  snapshot: Queries,
  phrases: Phrase[],
  searchOptions: SearchOptions,
  leftMs: LeftMs,
): Promise<RankedRow[]> {
  await snapshot.run(`SET LOCAL statement_timeout = ${leftMs()}`)
  const values = { ...searchOptions, query: toQuery(phrases) }
  const each = phrases.length > 1 ? phrases.map((phrase) => toQuery([phrase])) : []
  const ranked = await snapshot.all<RankedRow>(ranking, { ...values, each }).catch(orTooSlow)
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
