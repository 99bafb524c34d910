import type { Life } from '../../ocr/sleeping/visits.ts'

/** Times of a page from upload to start and end, from one clock, in ms. */
export interface PageTimes {
  submittedMs: number
  fromMs: number
  toMs: number
}

/** State at one moment. */
export interface Moment {
  atMs: number
  /** Pages uploaded in the preceding second. */
  arrivals: number
  /** Processes of replicas. */
  awake: number
  /** Pages that no replica has started. */
  waiting: number
}

/** Moments at regular steps from `fromMs` to `toMs`. */
export function toTimeline(
  { pages, lives }: { pages: PageTimes[]; lives: Life[] },
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
): Moment[] {
  const count = Math.floor((toMs - fromMs) / stepMs) + 1
  return Array.from({ length: count }, (_, index) => {
    const atMs = fromMs + index * stepMs
    const came = pages.filter(({ submittedMs }) => submittedMs > atMs - 1000 && submittedMs <= atMs)
    return {
      atMs: index * stepMs,
      arrivals: came.length,
      awake: lives.filter((life) => life.fromMs <= atMs && atMs < life.toMs).length,
      waiting: pages.filter((page) => page.submittedMs <= atMs && atMs < page.fromMs).length,
    }
  })
}

/** Total lifetime of processes in seconds; a running process counts up to `untilMs`. */
export function replicaSeconds(lives: Life[], untilMs: number): number {
  return lives.reduce((sum, life) => sum + (Math.min(life.toMs, untilMs) - life.fromMs) / 1000, 0)
}

export function busySeconds(pages: PageTimes[]): number {
  return pages.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / 1000, 0)
}
