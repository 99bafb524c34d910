import type { FetchOriginal } from './fetch-original.ts'
import { closeOriginal, isPicture, isUsable, type Original } from './original.ts'

/**
 * Keeps the latest original of several pages, because a replica reads many of its pages one after the other. The
 * gateway is asked for each page all the same: it notices that reading begins, and tells whether the document still
 * exists.
 */
export function createLatestOriginal(fetchOriginal: FetchOriginal): FetchOriginal {
  let latest: { digest: string; original: Original } | undefined

  function known(digest: string): Original | undefined {
    return latest?.digest === digest && isUsable(latest.original) ? latest.original : undefined
  }

  return async (page, gone) => {
    const { originaldigest: digest } = page
    const kept = known(digest)
    const original = await fetchOriginal(page, gone, kept)
    if (original === null || original === kept) return original
    if (isPicture(original) && page.originalpage === undefined) return original
    if (latest) closeOriginal(latest.original)
    latest = { digest, original }
    return original
  }
}
