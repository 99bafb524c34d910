import type { DatabaseSync } from 'node:sqlite'
import type { RankedRow, SearchOptions } from '../../engine.ts'

/** Search options with an FTS5 expression. */
export type MatchOptions = SearchOptions & { match: string }

/** A rank costs several times as much as a match, so only the newest matches have one. */
const defaultRankedMatches = 3000

/** A page ranks at most 2.2 times as high as an ordinary one. https://sqlite.org/fts5.html#the_bm25_function */
const nameWeight = 3

const chosen = `
  (:status IS NULL OR documents.status = :status) AND (:kind IS NULL OR kind = :kind)
  AND (:batch IS NULL OR batch = :batch)
  AND created_at >= :createdAfter AND created_at < :createdBefore`

// Matches in chosen documents. CROSS JOIN keeps the order of the tables: FTS5 returns the newest match first.
const texts = `
  text_search CROSS JOIN pages ON page_id = text_search.rowid CROSS JOIN documents ON seq = document_seq
  WHERE text_search MATCH :match AND goes_on() AND ${chosen}`
const names = `
  name_search CROSS JOIN documents ON seq = name_search.rowid
  WHERE name_search MATCH :match AND goes_on() AND ${chosen}`

/**
 * Finds documents with FTS5, best first. A document is ranked by its best page or its file name: a matching name
 * ranks above texts, unless every other name matches too. Only the newest `rankedMatches` pages and names are ranked;
 * documents with older ones alone follow, newest first. `requireTime` is called for each match; if it throws, the
 * search ends.
 */
export function createRanking(
  database: DatabaseSync,
  requireTime: () => void,
  rankedMatches = defaultRankedMatches,
) {
  database.function('goes_on', () => {
    requireTime()
    return 1
  })
  // With min(), SQLite takes the other columns from the row of the minimum. Ranks are negative.
  const ranked = database.prepare(`
    WITH newest_pages AS MATERIALIZED (
      SELECT document_seq AS seq, page, rank AS best FROM ${texts}
      ORDER BY text_search.rowid DESC LIMIT :rankedMatches
    ), newest_names AS MATERIALIZED (
      SELECT seq, ${nameWeight} * rank AS best FROM ${names}
      ORDER BY name_search.rowid DESC LIMIT :rankedMatches
    ), ranked AS MATERIALIZED (
      SELECT seq, min(best) AS best, max(bestPage) AS bestPage
      FROM (
        SELECT seq, page AS bestPage, min(best) AS best FROM newest_pages GROUP BY seq
        UNION ALL
        SELECT seq, NULL, best FROM newest_names
      )
      GROUP BY seq
    ), if_too_few AS MATERIALIZED (
      SELECT 1 WHERE (SELECT count(*) FROM ranked) < :position + :limit AND
        :rankedMatches IN ((SELECT count(*) FROM newest_pages), (SELECT count(*) FROM newest_names))
    )
    SELECT seq, bestPage
    FROM (
      SELECT seq, bestPage, best FROM ranked
      UNION ALL
      SELECT seq, min(page), 0
      FROM (
        SELECT document_seq AS seq, page FROM if_too_few CROSS JOIN ${texts}
        UNION ALL
        SELECT seq, NULL FROM if_too_few CROSS JOIN ${names}
      )
      WHERE seq NOT IN (SELECT seq FROM ranked) GROUP BY seq
    )
    ORDER BY best, seq DESC LIMIT :limit OFFSET :position`)
  return (searchOptions: MatchOptions) => {
    requireTime()
    return ranked.all({ ...searchOptions, rankedMatches }) as unknown as RankedRow[]
  }
}
