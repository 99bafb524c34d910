import * as z from 'zod'
import { CursorError } from '../store.ts'

/** Documents of which one must remain, so that a search is continued without repeating others. */
const maxLast = 10

/** Insertion number before which the next part of a list begins. */
const ListCursor = z.strictObject({ before: z.int().min(1) })
/** Number of documents that a search has shown, and the insertion numbers of the last of them. */
const SearchCursor = z.strictObject({
  position: z.int().min(1),
  last: z.array(z.int().min(1)).min(1).max(maxLast),
})

/** Start of the next part of a list. base64url(JSON), so that clients treat it as opaque. */
export function encodeCursor(
  cursor: z.infer<typeof ListCursor> | z.infer<typeof SearchCursor>,
): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/**
 * Splits off the part of a list to show, and the cursor of the next part. `rows` has more than `limit` rows if there
 * is a next part.
 */
export function listPart<Row>(rows: Row[], limit: number, numberOf: (row: Row) => number) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = last && rows.length > limit ? encodeCursor({ before: numberOf(last) }) : null
  return { shown, next }
}

export const listCursor = (cursor: string) => decode(ListCursor, cursor).before
export const searchCursor = (cursor: string) => decode(SearchCursor, cursor)

/** Cursor after `seen`, the insertion numbers of documents up to the `position`-th of a search. */
export function encodeSearchCursor(position: number, seen: number[]): string {
  return encodeCursor({ position, last: seen.slice(-maxLast) })
}

function decode<T>(schema: z.ZodType<T>, cursor: string): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (error) {
    throw new CursorError('Expected a cursor from `next` of an earlier list', { cause: error })
  }
}
