import { UnavailableError } from './unavailable-error.ts'

/** https://sqlite.org/rescode.html */
export const SQLITE_CORRUPT = 11
export const SQLITE_NOTADB = 26

/** Primary result code of a SQLite error: its lowest byte. Undefined for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  if (error instanceof UnavailableError) return sqliteCode(error.cause)
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined
}
