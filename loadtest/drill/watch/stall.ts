/** One look at the system; times are monotonic, in ms. */
export interface Look {
  at: number
  queued: number
  /** Pages that have ended so far. */
  ended: number
  isFaulty: boolean
}

/**
 * The longest time in which pages waited, nothing was broken any more, and none ended; up to the look that saw
 * one end, which says no more than that it ended since the last.
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
    /** Since this was asked last; a stall that goes on counts again, from its beginning. */
    takeLongestMs() {
      const taken = longestMs
      longestMs = 0
      return taken
    },
  }
}
