/** One look at the system; times are monotonic, in ms. */
export interface Look {
  at: number
  queued: number
  /** Pages that have ended so far. */
  ended: number
  isFaulty: boolean
}

/** The longest time in which pages waited, nothing was broken any more, and none ended. */
export function createStallWatch() {
  let since: number | null = null
  let ended = 0
  let longestMs = 0
  return {
    look(look: Look) {
      if (look.isFaulty || look.queued === 0) {
        since = null
      } else if (since === null || look.ended > ended) {
        since = look.at
      } else {
        longestMs = Math.max(longestMs, look.at - since)
      }
      ended = look.ended
    },
    longestMs: () => longestMs,
  }
}
