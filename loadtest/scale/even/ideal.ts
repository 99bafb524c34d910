/** Lower bound for any schedule of pages that arrive one every `everyMs`: all replicas busy, or one page's own time. */
export function idealMs(pagesMs: number[], replicas: number, everyMs = 0): number {
  const sum = pagesMs.reduce((total, ms) => total + ms, 0)
  return Math.max(sum / replicas, ...pagesMs.map((ms, index) => index * everyMs + ms))
}

/**
 * Time of a schedule without knowledge of page durations: pages in order, each to the replica that is free first,
 * without overhead. One page arrives every `everyMs`.
 */
export function inTurnMs(pagesMs: number[], replicas: number, everyMs = 0): number {
  const pages = pagesMs.map((ms, index) => ({ ms, atMs: index * everyMs }))
  return inTurnAsArrivedMs(pages, replicas)
}

/** The same for pages that arrived at any times, in the order of their arrival. */
export function inTurnAsArrivedMs(pages: { ms: number; atMs: number }[], replicas: number): number {
  const freeAt = Array.from({ length: replicas }, () => 0)
  for (const { ms, atMs } of pages.toSorted((a, b) => a.atMs - b.atMs)) {
    const first = freeAt.indexOf(Math.min(...freeAt))
    freeAt[first] = Math.max(freeAt[first] ?? 0, atMs) + ms
  }
  return Math.max(...freeAt)
}
