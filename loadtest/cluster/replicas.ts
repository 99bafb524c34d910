import type { PodLife } from './kubernetes/pods.ts'
import type { PageTimes } from './pages.ts'

/** State of the pipeline at one moment. */
export interface Moment {
  atMs: number
  /** Pods of ocr that are not ending, ready or not. */
  wanted: number
  ready: number
  /** Accepted pages without an end. */
  waiting: number
  /** Pages that have ended. */
  read: number
}

/** Moments at regular steps from `fromMs` to `toMs`. */
export function toMoments(
  { pods, pages }: { pods: PodLife[]; pages: PageTimes[] },
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
): Moment[] {
  const count = Math.floor((toMs - fromMs) / stepMs) + 1
  return Array.from({ length: count }, (_, index) => {
    const at = fromMs + index * stepMs
    const isBefore = (ms: number | null | undefined) => ms !== null && ms !== undefined && ms <= at
    const alive = pods.filter(
      (pod) => isBefore(pod.createdMs) && !isBefore(pod.endingMs) && !isBefore(pod.goneMs),
    )
    const read = pages.filter(({ endedMs }) => isBefore(endedMs)).length
    return {
      atMs: index * stepMs,
      wanted: alive.length,
      ready: alive.filter(({ readyMs }) => isBefore(readyMs)).length,
      waiting: pages.filter(({ acceptedMs }) => isBefore(acceptedMs)).length - read,
      read,
    }
  })
}

/** Highest number of replicas that were ready at one moment. */
export function mostReady(moments: Moment[]): number {
  return Math.max(0, ...moments.map(({ ready }) => ready))
}
