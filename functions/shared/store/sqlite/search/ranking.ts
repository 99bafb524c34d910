import type { DatabaseSync } from 'node:sqlite'
import type { RankedRow, SearchOptions } from '../../engine.ts'

/** With what is looked for as FTS5 takes it. */
export type MatchOptions = SearchOptions & { match: string }

/** No page has a rank more than 2.2 times that of an ordinary one. https://sqlite.org/fts5.html#the_bm25_function */
const nameWeight = 3

/**
 * Finds documents by FTS5, best first. A document stands at its best page, or at its file name: a name that has
 * the words stands before the texts, unless every other name has them too. `requireTime` is called for each row
 * and may throw, which ends the search.
 */
export function createRanking(database: DatabaseSync, requireTime: () => void) {
  database.function('goes_on', () => {
    requireTime()
    return 1
  })
  // Beside min(), SQLite takes the other columns from that row.
  const ranked = database.prepare(`
    SELECT seq, bestPage
    FROM (
      SELECT document_seq, min(best) AS best, max(bestPage) AS bestPage
      FROM (
        SELECT document_seq, page AS bestPage, min(rank) AS best
        FROM text_search JOIN pages ON page_id = text_search.rowid
        WHERE text_search MATCH :match AND goes_on()
        GROUP BY document_seq
        UNION ALL
        SELECT rowid, NULL, ${nameWeight} * rank
        FROM name_search WHERE name_search MATCH :match AND goes_on()
      )
      GROUP BY document_seq
    ) JOIN documents ON seq = document_seq
    WHERE (:status IS NULL OR status = :status) AND (:batch IS NULL OR batch = :batch)
      AND created_at >= :createdAfter AND created_at < :createdBefore
    ORDER BY best, seq DESC LIMIT :limit OFFSET :position`)

  return (searchOptions: MatchOptions) => {
    requireTime()
    return ranked.all({ ...searchOptions }) as unknown as RankedRow[]
  }
}
