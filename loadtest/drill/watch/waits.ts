import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'

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

type Window = Pick<FaultWindow, 'from' | 'to'>

/**
 * The longest time that one page waited with no fault at work, from its acknowledgement to its end, while others
 * may well have ended: what it waited before a fault and after it is added up. One that was not acknowledged
 * waits from when the feed told of it.
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

/** How much of a time no fault was at work; they may overlap. */
function undisturbedMs({ from, to }: Window, faults: Window[]): number {
  let ms = 0
  let calmFrom = from
  for (const fault of faults.toSorted((a, b) => a.from - b.from)) {
    ms += Math.max(0, Math.min(fault.from, to) - calmFrom)
    calmFrom = Math.max(calmFrom, fault.to)
  }
  return ms + Math.max(0, to - calmFrom)
}
