import type { DocumentFilter } from './stored.ts'

/** The times of a filter as both databases compare them: `createdAfter` <= ms since 1970 < `createdBefore`. */
export function createdBetween({ createdAfter, createdBefore }: DocumentFilter) {
  return {
    createdAfter: createdAfter?.getTime() ?? Number.MIN_SAFE_INTEGER,
    createdBefore: createdBefore?.getTime() ?? Number.MAX_SAFE_INTEGER,
  }
}
