export interface KeyTimeDeps {
  /** Monotonic, in ms. */
  now: () => number
  /** When `now` was 0, in ms since 1970. */
  timeOrigin: number
  /** In ms since 1970. */
  timeOfDay: () => number
}

/**
 * The time of an idempotency key: never before that by which this process ends keys, so that a clock that
 * goes back ends none; and never before the time of day, by which the next process counts on, should this
 * one have been asleep with its machine meanwhile.
 */
export function createKeyTime({ now, timeOrigin, timeOfDay }: KeyTimeDeps): () => Date {
  return () => new Date(Math.max(timeOrigin + now(), timeOfDay()))
}
