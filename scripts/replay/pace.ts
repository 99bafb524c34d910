export interface Pace {
  /** Resolves when more may be sent. */
  turn: () => Promise<void>
  /** So many were sent. */
  took: (pages: number) => void
}

/** Lets `rate` pages a second through, on the average of what was sent since it had to wait last. */
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
      // Time that nobody made use of is gone: no burst makes up for it.
      nextMs = Math.max(nextMs, nowMs()) + (pages * 1000) / rate
    },
  }
}
