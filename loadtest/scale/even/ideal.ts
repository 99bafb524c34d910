/** Lower bound for any schedule: all replicas busy to the end, or the longest page alone. */
export function idealMs(pagesMs: number[], replicas: number): number {
  const sum = pagesMs.reduce((total, ms) => total + ms, 0)
  return Math.max(sum / replicas, ...pagesMs)
}

/**
 * Time of a schedule without knowledge of page durations: pages in order, each to the replica that is free first, without
 * overhead.
 */
export function inTurnMs(pagesMs: number[], replicas: number): number {
  const freeAt = Array.from({ length: replicas }, () => 0)
  for (const ms of pagesMs) {
    const first = freeAt.indexOf(Math.min(...freeAt))
    freeAt[first] = (freeAt[first] ?? 0) + ms
  }
  return Math.max(...freeAt)
}
