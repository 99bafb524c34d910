export interface KeyTimeDeps {
  /** Monotonic, in ms. */
  now: () => number
  /** Time when `now` was 0, in ms since 1970. */
  timeOrigin: number
  /** Wall clock, in ms since 1970. */
  timeOfDay: () => number
}

/**
 * Timestamp of a new idempotency key: the later of two clocks. The monotonic clock, by which this process expires
 * keys: a wall clock set back expires none early. The wall clock, from which the next process counts: the monotonic
 * clock stands still while the machine is suspended.
 */
export function createKeyTime({ now, timeOrigin, timeOfDay }: KeyTimeDeps): () => Date {
  return () => new Date(Math.max(timeOrigin + now(), timeOfDay()))
}
