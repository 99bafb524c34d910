/**
 * Selects items that were present in every call for at least `afterMs`. An absent item starts over. `nowMs` is
 * monotonic: a jump of the wall clock makes nothing due.
 */
export function createAgeTracker(afterMs: number) {
  let firstSeenMs = new Map<string, number>()
  return {
    due<T>(items: T[], keyOf: (item: T) => string, nowMs: number): T[] {
      firstSeenMs = new Map(
        items.map((item) => [keyOf(item), firstSeenMs.get(keyOf(item)) ?? nowMs]),
      )
      return items.filter((item) => nowMs - (firstSeenMs.get(keyOf(item)) ?? nowMs) >= afterMs)
    },
  }
}
