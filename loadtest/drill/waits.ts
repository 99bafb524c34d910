import type { Note } from './notes.ts'
import type { FaultWindow } from './repeated.ts'

/** A page's end as the feed told it; times are monotonic, in ms. */
export interface PageEnd {
  id: string
  page: number
  at: number
  /** When the feed first told of its document. */
  knownAt: number
}

export interface LongestWait {
  ms: number
  /** Whose it is; null where no page has waited. */
  page: string | null
}

/**
 * The longest time from the end of the last fault before a page's end, or from its acknowledgement if that
 * came later, to its end: what one page waited while others may well have ended. One that was not acknowledged
 * counts from when the feed told of it; one that ended while a fault was at work does not count.
 */
export function longestWait(
  ends: PageEnd[],
  faults: Pick<FaultWindow, 'from' | 'to'>[],
  notes: Note[],
): LongestWait {
  const acknowledgedAt = new Map(
    notes.filter((note) => note.note === 'acknowledged').map(({ id, to }) => [id, to]),
  )
  let longest: LongestWait = { ms: 0, page: null }
  for (const { id, page, at, knownAt } of ends) {
    const before = faults.filter(({ from }) => from <= at)
    const faultsEndedAt = Math.max(...before.map(({ to }) => to), Number.NEGATIVE_INFINITY)
    if (faultsEndedAt > at) continue
    const ms = at - Math.max(faultsEndedAt, acknowledgedAt.get(id) ?? knownAt)
    if (ms > longest.ms) longest = { ms, page: `${id} page ${page}` }
  }
  return longest
}
