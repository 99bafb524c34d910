export interface Pace {
  /** Resolves when the next document may be sent. */
  turn: () => Promise<void>
  /** Records a number of sent pages. */
  took: (pages: number) => void
}

/** Limits the average rate to `rate` pages per second since the last wait. */
export function createPace(deps: {
  rate: number
  /** Monotonic. */
  nowMs: () => number
  pause: (ms: number) => Promise<void>
}): Pace {
  const { rate, nowMs, pause } = deps
  let nextMs = nowMs()

  return {
    async turn() {
      const waitMs = nextMs - nowMs()
      if (waitMs > 0) await pause(waitMs)
    },
    took(pages) {
      // Unused time is lost: no later burst makes up for it.
      nextMs = Math.max(nextMs, nowMs()) + (pages * 1000) / rate
    },
  }
}
