import type { Arrival } from './load-curve.ts'

/** Each page's wait in ms, if `replicas` replicas were always awake and nothing else took time. */
export function waitsIfAwake(day: Arrival[], replicas: number): number[] {
  const freeAt = Array.from({ length: replicas }, () => 0)
  return day.map(({ atMs, sleepMs }) => {
    const first = freeAt.indexOf(Math.min(...freeAt))
    const startMs = Math.max(freeAt[first] ?? 0, atMs)
    freeAt[first] = startMs + sleepMs
    return startMs - atMs
  })
}
