/** A service's concurrent requests over time. */
export interface Concurrency {
  change(by: 1 | -1): void
  now(): number
  /**
   * Mean over the last `windowMs`, rounded to a millionth. After a silence of `memoryMs` the window begins with the
   * first request, so that the silence does not lower the mean of a burst.
   */
  mean(windowMs: number): number
}

/** Remembers `memoryMs`, in steps of `stepMs`. `clock` is monotonic, in ms. */
export function createConcurrency(options: {
  memoryMs: number
  stepMs: number
  clock: () => number
}): Concurrency {
  const { memoryMs, stepMs, clock } = options
  let current = 0
  /** Request-milliseconds up to `atMs`. */
  let sum = 0
  let atMs = clock()
  let steps: { atMs: number; sum: number }[] = []

  function advance(): number {
    const nowMs = clock()
    const last = steps.at(-1)
    const isSilent = current === 0 && last !== undefined && sum === steps[0]?.sum
    sum += current * (nowMs - atMs)
    atMs = nowMs
    if (!last || nowMs - last.atMs >= stepMs) {
      steps = steps.filter((step) => step.atMs >= nowMs - memoryMs)
      steps.push({ atMs: nowMs, sum })
    }
    if (isSilent && current === 0) steps = [{ atMs: nowMs, sum }]
    return nowMs
  }

  return {
    change(by) {
      advance()
      current += by
    },
    now: () => current,
    mean(windowMs) {
      const nowMs = advance()
      const from = steps.find((step) => step.atMs >= nowMs - windowMs)
      if (!from || nowMs === from.atMs) return current
      return roundToMillionths((sum - from.sum) / (nowMs - from.atMs))
    },
  }
}

/** Rounding errors must not exceed a target: 1.0000000001 requests would need a second replica. */
function roundToMillionths(mean: number): number {
  return Math.round(mean * 1e6) / 1e6
}
