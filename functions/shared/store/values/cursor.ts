import * as z from 'zod'
import { CursorError } from '../store.ts'

/** Start of the next part of a list. base64url(JSON), so that clients treat it as opaque. */
const Cursor = z.union([
  z.strictObject({ before: z.int().min(1) }).describe('list: insertion number'),
  z.strictObject({ position: z.int().min(1) }).describe('search: number of documents shown'),
])
type Cursor = z.infer<typeof Cursor>

export function encodeCursor(cursor: Cursor): string {
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

export function listCursor(cursor: string): number {
  const decoded = decode(cursor)
  if ('before' in decoded) return decoded.before
  throw new CursorError('Expected the cursor of a list without a query, got that of a search')
}

export function searchCursor(cursor: string): number {
  const decoded = decode(cursor)
  if ('position' in decoded) return decoded.position
  throw new CursorError('Expected the cursor of a search, got that of a list without a query')
}

function decode(cursor: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (error) {
    throw new CursorError('Expected a cursor from `next` of an earlier list', { cause: error })
  }
}
