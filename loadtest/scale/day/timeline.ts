import type { Life } from '../../ocr/sleeping/visits.ts'

/** A page from its upload to its start and end, all by one clock, in ms. */
export interface PageTimes {
  submittedMs: number
  fromMs: number
  toMs: number
}

/** What was so at one moment. */
export interface Moment {
  atMs: number
  /** Pages that came in the second before. */
  arrivals: number
  /** Processes of replicas. */
  awake: number
  /** Pages that no replica has begun. */
  waiting: number
}

/** The day at even steps from `fromMs` to `toMs`. */
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

/** Replica seconds from processes' starts to their ends; one that has not ended counts up to `untilMs`. */
export function replicaSeconds(lives: Life[], untilMs: number): number {
  return lives.reduce((sum, life) => sum + (Math.min(life.toMs, untilMs) - life.fromMs) / 1000, 0)
}

export function busySeconds(pages: PageTimes[]): number {
  return pages.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / 1000, 0)
}
