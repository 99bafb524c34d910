import type { DatabaseSync } from 'node:sqlite'
import type { RankedRow, SearchOptions } from '../../engine.ts'

/** Search options with an FTS5 expression. */
export type MatchOptions = SearchOptions & { match: string }

/** A page ranks at most 2.2 times as high as an ordinary one. https://sqlite.org/fts5.html#the_bm25_function */
const nameWeight = 3

/**
 * Finds documents with FTS5, best first. A document is ranked by its best page or its file name: a matching name
 * ranks above texts, unless every other name matches too. `requireTime` is called for each row; if it throws, the
 * search ends.
 */
export function createRanking(database: DatabaseSync, requireTime: () => void) {
  database.function('goes_on', () => {
    requireTime()
    return 1
  })
  // With min(), SQLite takes the other columns from the row of the minimum.
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
    WHERE (:status IS NULL OR status = :status) AND (:kind IS NULL OR kind = :kind)
      AND (:batch IS NULL OR batch = :batch)
      AND created_at >= :createdAfter AND created_at < :createdBefore
    ORDER BY best, seq DESC LIMIT :limit OFFSET :position`)

  return (searchOptions: MatchOptions) => {
    requireTime()
    return ranked.all({ ...searchOptions }) as unknown as RankedRow[]
  }
}
