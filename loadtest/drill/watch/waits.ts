import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'

/** End of a page as announced by the feed; times are monotonic, in ms. */
export interface PageEnd {
  id: string
  page: number
  at: number
  /** When the feed first announced the document. */
  knownAt: number
}

export interface LongestWait {
  ms: number
  /** Page with the longest wait; null if no page has waited. */
  page: string | null
}

type Window = Pick<FaultWindow, 'from' | 'to'>

/**
 * Longest wait of a single page while no fault was active, from its acknowledgement to its end; periods before and
 * after faults are added up. An unacknowledged page counts from its first announcement.
 */
export function longestWait(ends: PageEnd[], faults: Window[], notes: Note[]): LongestWait {
  const acknowledgedAt = new Map(
    notes.filter((note) => note.note === 'acknowledged').map(({ id, to }) => [id, to]),
  )
  let longest: LongestWait = { ms: 0, page: null }
  for (const { id, page, at, knownAt } of ends) {
    const ms = undisturbedMs({ from: acknowledgedAt.get(id) ?? knownAt, to: at }, faults)
    if (ms > longest.ms) longest = { ms, page: `${id} page ${page}` }
  }
  return longest
}

/** Time without an active fault; faults may overlap. */
function undisturbedMs({ from, to }: Window, faults: Window[]): number {
  let ms = 0
  let calmFrom = from
  for (const fault of faults.toSorted((a, b) => a.from - b.from)) {
    ms += Math.max(0, Math.min(fault.from, to) - calmFrom)
    calmFrom = Math.max(calmFrom, fault.to)
  }
  return ms + Math.max(0, to - calmFrom)
}
