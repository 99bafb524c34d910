/** The least that any plan needs on so many replicas: all of them busy to the end, or the longest page alone. */
export function idealMs(pagesMs: number[], replicas: number): number {
  const sum = pagesMs.reduce((total, ms) => total + ms, 0)
  return Math.max(sum / replicas, ...pagesMs)
}

/**
 * What is needed by whoever does not know beforehand how long a page takes: each in its turn, to the
 * replica that is free first, with nothing lost in between.
 */
export function inTurnMs(pagesMs: number[], replicas: number): number {
  const freeAt = Array.from({ length: replicas }, () => 0)
  for (const ms of pagesMs) {
    const first = freeAt.indexOf(Math.min(...freeAt))
    freeAt[first] = (freeAt[first] ?? 0) + ms
  }
  return Math.max(...freeAt)
}
