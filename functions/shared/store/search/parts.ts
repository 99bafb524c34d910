import type { RankedRow } from '../engine.ts'
import { encodeSearchCursor, searchCursor } from '../values/cursor.ts'
import type { DocumentFilter } from '../values/stored.ts'

/** Ranked rows to read. */
export interface SearchRange {
  position: number
  limit: number
  /** Documents that were shown last, of which one must be among the rows; null if the part begins with the first row. */
  last: number[] | null
}

/**
 * Ranges in which the next part of a search is looked for, in order. Since documents are added and deleted, the ones
 * shown last may have another position: then all rows from the first are read, and what was shown is repeated if
 * none of those documents is left.
 */
export function searchRanges({ cursor, limit }: DocumentFilter): SearchRange[] {
  // One more than requested, to detect a next part.
  if (cursor === undefined) return [{ position: 0, limit: limit + 1, last: null }]
  const { position, last } = searchCursor(cursor)
  return [
    { position: Math.max(position - last.length, 0), limit: last.length + limit + 1, last },
    { position: 0, limit: position + limit + 1, last },
  ]
}

/** Rows after those that were shown; null if another range must be read. */
export function restOf(ranked: RankedRow[], { position, last }: SearchRange): RankedRow[] | null {
  const from = ranked.findLastIndex(({ seq }) => last?.includes(seq)) + 1
  return from === 0 && position > 0 ? null : ranked.slice(from)
}

/** Cursor after the first `end` of the ranked rows; null if there are no further documents. */
export function nextOf(ranked: RankedRow[], end: number, range: SearchRange): string | null {
  if (end === ranked.length && ranked.length < range.limit) return null
  const seen = ranked.slice(0, end).map(({ seq }) => seq)
  return encodeSearchCursor(range.position + end, seen)
}
