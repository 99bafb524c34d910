import { createdBetween } from '../created-between.ts'
import { encodeCursor, searchCursor } from '../cursor.ts'
import { type DocumentRow, documentColumns } from '../rows.ts'
import type { DocumentFilter, Snippet } from '../stored.ts'
import type { Database } from './database.ts'

export type Search = ReturnType<typeof createSearch>

/** `texts.searched` has neither, so text cannot pretend to be a hit. */
const hitBegins = '\u0002'
const hitEnds = '\u0003'
const snippetTokens = 48

/** Finds documents by the words of a person, best first, each once with its best page's snippet. */
export function createSearch(database: Database) {
  // A document stands at its best page: beside min(), SQLite takes the other columns from that row.
  const ranked = database.prepare<DocumentRow & { pageId: number }>(`
    SELECT ${documentColumns}, pageId
    FROM (
      SELECT document_seq, page_id AS pageId, min(rank) AS best
      FROM text_search JOIN pages ON page_id = text_search.rowid
      WHERE text_search MATCH :match
      GROUP BY document_seq
    ) JOIN documents ON seq = document_seq
    WHERE (:status IS NULL OR status = :status) AND (:batch IS NULL OR batch = :batch)
      AND created_at >= :createdAfter AND created_at < :createdBefore
    ORDER BY best, seq DESC LIMIT :limit OFFSET :position`)

  // The + keeps FTS5 from running the whole query once for each page asked for.
  // https://sqlite.org/fts5.html#the_snippet_function
  const snippets = database.prepare<{ pageId: number; snippet: string }>(`
    SELECT rowid AS pageId,
           snippet(text_search, 0, char(2), char(3), '…', ${snippetTokens}) AS snippet
    FROM text_search
    WHERE text_search MATCH :match AND +rowid IN (SELECT value FROM json_each(:pageIds))`)

  function snippetsOf(match: string, rows: { pageId: number }[]) {
    const pageIds = JSON.stringify(rows.map(({ pageId }) => pageId))
    const found = snippets.all({ match, pageIds })
    return new Map(found.map(({ pageId, snippet }) => [pageId, toSnippet(snippet)]))
  }

  return (query: string, filter: DocumentFilter) => {
    const { status, batch, cursor, limit } = filter
    const position = cursor === undefined ? 0 : searchCursor(cursor)
    const match = toMatch(query)
    if (match === null) return { found: [], next: null }
    const chosen = { status: status ?? null, batch: batch ?? null, ...createdBetween(filter) }
    const rows = ranked.all({ match, ...chosen, limit: limit + 1, position })
    const shown = rows.slice(0, limit)
    const snippetOf = snippetsOf(match, shown)
    return {
      found: shown.map((row) => ({ row, snippet: snippetOf.get(row.pageId) ?? [] })),
      next: rows.length > limit ? encodeCursor({ position: position + limit }) : null,
    }
  }
}

/**
 * A person's words as an FTS5 expression, or null if there is none in them:
 *   inv-2024 "to*   ──►   "inv-2024" """to*"*
 * All must be there; FTS5 reads what is between quotes by the rules of the text, `inv-2024` as two words
 * in a row. https://sqlite.org/fts5.html#full_text_query_syntax
 */
function toMatch(query: string): string | null {
  const words = query.split(/[\s\p{Cc}]+/u).filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))
  if (words.length === 0) return null
  return `${words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')}*`
}

function toSnippet(marked: string): Snippet {
  const [before = '', ...hits] = marked.split(hitBegins)
  const parts = [{ text: before, hit: false }]
  for (const part of hits) {
    const [text = '', after = ''] = part.split(hitEnds)
    parts.push({ text, hit: true }, { text: after, hit: false })
  }
  return parts.filter(({ text }) => text !== '')
}
