/** One sample of the system; times are monotonic, in ms. */
export interface Look {
  at: number
  queued: number
  /** Number of pages ended so far. */
  ended: number
  isFaulty: boolean
}

/**
 * Longest time in which pages waited, no fault was active, and no page ended; measured up to the sample that sees
 * the next end.
 */
export function createStallWatch() {
  let since: number | null = null
  let ended = 0
  let longestMs = 0
  return {
    look(look: Look) {
      if (look.isFaulty) {
        since = null
      } else {
        if (since !== null) longestMs = Math.max(longestMs, look.at - since)
        if (look.queued === 0) since = null
        else if (since === null || look.ended > ended) since = look.at
      }
      ended = look.ended
    },
    /** Since the previous call; an ongoing stall counts again, from its beginning. */
    takeLongestMs() {
      const taken = longestMs
      longestMs = 0
      return taken
    },
  }
}
