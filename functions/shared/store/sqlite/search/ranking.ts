import type { DatabaseSync } from 'node:sqlite'
import type { RankedRow, SearchOptions } from '../../engine.ts'

export interface MatchOptions extends SearchOptions {
  /** FTS5 expression of all phrases. */
  match: string
  /** JSON array of the expressions of single phrases, if there are several. */
  each: string
}

/** A rank costs several times as much as a match, so only the newest matches have one. */
const defaultRankedMatches = 3000

/** A page ranks at most 2.2 times as high as an ordinary one. https://sqlite.org/fts5.html#the_bm25_function */
const nameWeight = 3

const chosen = `
  (:status IS NULL OR documents.status = :status) AND (:kind IS NULL OR kind = :kind)
  AND (:batch IS NULL OR batch = :batch)
  AND created_at >= :createdAfter AND created_at < :createdBefore`

// With them, FTS5 reads no match outside of the range of the chosen documents.
const pageInRange = 'text_search.rowid BETWEEN :firstPage AND :lastPage'
const nameInRange = 'name_search.rowid BETWEEN :firstSeq AND :lastSeq'

// Matches in chosen documents. CROSS JOIN keeps the order of the tables: FTS5 returns the newest match first.
const texts = `
  text_search CROSS JOIN pages ON page_id = text_search.rowid CROSS JOIN documents ON seq = document_seq
  WHERE text_search MATCH :match AND ${pageInRange} AND goes_on() AND ${chosen}`
const names = `
  name_search CROSS JOIN documents ON seq = name_search.rowid
  WHERE name_search MATCH :match AND ${nameInRange} AND goes_on() AND ${chosen}`

/**
 * Finds documents with FTS5, best first. A document is ranked by its best page or its file name: a matching name
 * ranks above texts, unless every other name matches too. Only the newest `rankedMatches` pages and names are ranked;
 * documents with older ones alone follow, newest first, and then those that contain all phrases, but on different
 * pages or partly in their name. `requireTime` is called for each match; if it throws, the search ends.
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
      SELECT 1 WHERE (SELECT count(*) FROM ranked) < :position + :limit
    ), if_not_all AS MATERIALIZED (
      SELECT 1 FROM if_too_few WHERE
        :rankedMatches IN ((SELECT count(*) FROM newest_pages), (SELECT count(*) FROM newest_names))
    ), phrases AS MATERIALIZED (
      SELECT id, value AS phrase FROM if_too_few CROSS JOIN json_each(:each) WHERE NOT EXISTS (
        SELECT 1 FROM json_each(:each)
        WHERE NOT EXISTS (SELECT 1 FROM text_search WHERE text_search MATCH value)
          AND NOT EXISTS (SELECT 1 FROM name_search WHERE name_search MATCH value)
      )
    ), spread AS MATERIALIZED (
      SELECT seq, min(page) AS page
      FROM (
        SELECT id, document_seq AS seq, page
        FROM phrases CROSS JOIN text_search CROSS JOIN pages ON page_id = text_search.rowid
        WHERE text_search MATCH phrase AND ${pageInRange} AND goes_on()
        UNION ALL
        SELECT id, name_search.rowid, NULL FROM phrases CROSS JOIN name_search
        WHERE name_search MATCH phrase AND ${nameInRange} AND goes_on()
      )
      GROUP BY seq HAVING count(DISTINCT id) = json_array_length(:each)
    )
    SELECT seq, coalesce(max(page) FILTER (WHERE best < 0), min(page)) AS bestPage
    FROM (
      SELECT seq, bestPage AS page, best FROM ranked
      UNION ALL
      SELECT document_seq, page, 0 FROM if_not_all CROSS JOIN ${texts}
      UNION ALL
      SELECT seq, NULL, 0 FROM if_not_all CROSS JOIN ${names}
      UNION ALL
      SELECT seq, page, 1 FROM spread JOIN documents USING (seq) WHERE ${chosen}
    )
    GROUP BY seq ORDER BY min(best), seq DESC LIMIT :limit OFFSET :position`)
  return (searchOptions: MatchOptions) => {
    requireTime()
    const range = rangeOf(database, searchOptions, rankedMatches)
    if (range === null) return []
    return ranked.all({ ...searchOptions, ...range, rankedMatches }) as unknown as RankedRow[]
  }
}

const wholeRange = {
  ...{ firstPage: 1, lastPage: Number.MAX_SAFE_INTEGER },
  ...{ firstSeq: 1, lastSeq: Number.MAX_SAFE_INTEGER },
}

/**
 * Range of the chosen documents and of their pages, if these are at most `maxPages`: those of a batch or a day, or those
 * that are being read, are near each other. Null if there are none.
 */
function rangeOf(database: DatabaseSync, options: MatchOptions, maxPages: number) {
  const conditions = [
    options.status !== null && 'documents.status = :status',
    options.batch !== null && 'batch = :batch',
    options.createdAfter > Number.MIN_SAFE_INTEGER && 'created_at >= :createdAfter',
    options.createdBefore < Number.MAX_SAFE_INTEGER && 'created_at < :createdBefore',
  ].filter((condition) => condition !== false)
  if (conditions.length === 0) return wholeRange
  // Not one statement for all filters: it could use no index.
  const statement = database.prepare(`
    SELECT count(*) AS pages, min(page_id) AS firstPage, max(page_id) AS lastPage,
           min(seq) AS firstSeq, max(seq) AS lastSeq
    FROM (
      SELECT seq, page_id FROM documents JOIN pages ON document_seq = seq
      WHERE goes_on() AND ${conditions.join(' AND ')} LIMIT ${maxPages + 1}
    )`)
  statement.setAllowUnknownNamedParameters(true)
  const { pages = 0, ...range } = statement.get({ ...options }) ?? {}
  if (pages === 0) return null
  return Number(pages) > maxPages ? wholeRange : range
}
