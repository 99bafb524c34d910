import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from '../../figures/monotonic.ts'
import type { Note } from '../load/notes.ts'
import type { PageEnd } from './waits.ts'

/** Pages acknowledged until a given time that have not ended; by document and number. */
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
 * Watches a fixed backlog drain: over when it is empty, or when none of its pages has ended for `maxStallMs`. Other
 * pages do not count.
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

/** Maximum time without an ended page of the backlog while no fault is active. */
export const maxDrainStallMs = 30_000

/** Waits for a backlog to drain or stall; resolves with the pages that still wait. */
export async function untilDrained(waiting: () => string[]): Promise<string[]> {
  const drain = createDrain(maxDrainStallMs)
  for (;;) {
    const pages = waiting()
    if (drain.isOver(monotonicMs(), pages.length)) return pages
    await pause(100)
  }
}
