import type { FetchOriginal } from './fetch-original.ts'
import { closeOriginal, isPicture, isUsable, type Original } from './original.ts'

/** Longer than a page may take: until then the original may be in use. */
const idleMs = 5 * 60_000

/**
 * Keeps the latest original of several pages, because a replica reads many of its pages one after the other. The
 * gateway is asked for each page all the same: it notices that reading begins, and tells whether the document still
 * exists. An original that was deleted, or of which no page was read for some minutes, is closed.
 */
export function createLatestOriginal(fetchOriginal: FetchOriginal): FetchOriginal {
  let latest: { digest: string; original: Original } | undefined
  let idle: NodeJS.Timeout | undefined

  function close() {
    if (latest) closeOriginal(latest.original)
    latest = undefined
  }

  function keepFor(ms: number) {
    clearTimeout(idle)
    idle = setTimeout(close, ms).unref()
  }

  function known(digest: string): Original | undefined {
    return latest?.digest === digest && isUsable(latest.original) ? latest.original : undefined
  }

  return async (page, gone) => {
    const { originaldigest: digest } = page
    const kept = known(digest)
    if (kept) keepFor(idleMs)
    const original = await fetchOriginal(page, gone, kept)
    if (original === null && latest?.digest === digest) close()
    if (original === null || original === kept) return original
    if (isPicture(original) && page.originalpage === undefined) return original
    close()
    latest = { digest, original }
    keepFor(idleMs)
    return original
  }
}
