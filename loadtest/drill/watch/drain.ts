import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from '../../figures/monotonic.ts'
import type { Note } from '../load/notes.ts'
import type { PageEnd } from './waits.ts'

/** Pages that were acknowledged up to a moment, and have not ended; by document and number. */
export function waitingPages(notes: Note[], ends: PageEnd[], until: number): string[] {
  const pagesOf = new Map(
    notes.filter((note) => note.note === 'attempted').map(({ key, pages }) => [key, pages.length]),
  )
  const ended = new Set(ends.map(({ id, page }) => nameOf(id, page)))
  return notes
    .filter((note) => note.note === 'acknowledged')
    .filter(({ to }) => to <= until)
    .flatMap(({ key, id }) =>
      Array.from({ length: pagesOf.get(key) ?? 0 }, (_, index) => nameOf(id, index + 1)),
    )
    .filter((name) => !ended.has(name))
}

function nameOf(id: string, page: number): string {
  return `${id} page ${page}`
}

/**
 * Watches a backlog go, to which nothing is added: whether it is over, as none of it waits any more, or as none
 * of it has ended for too long. What ends beside it does not count.
 */
export function createDrain(maxStallMs: number) {
  let fewest = Number.POSITIVE_INFINITY
  let movedAt = 0
  return {
    isOver(at: number, waiting: number): boolean {
      if (waiting < fewest) movedAt = at
      fewest = Math.min(fewest, waiting)
      return waiting === 0 || at - movedAt > maxStallMs
    },
  }
}

/** How long none of a backlog's pages may end once no fault is at work. */
export const maxDrainStallMs = 30_000

/** Until no page of a backlog waits, or none has ended for too long; those that still wait. */
export async function untilDrained(waiting: () => string[]): Promise<string[]> {
  const drain = createDrain(maxDrainStallMs)
  for (;;) {
    const pages = waiting()
    if (drain.isOver(monotonicMs(), pages.length)) return pages
    await pause(100)
  }
}
