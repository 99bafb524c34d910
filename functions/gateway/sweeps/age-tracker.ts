/**
 * Selects items that were present in every call for at least `afterMs`. An absent item starts over. `nowMs` is
 * monotonic: a jump of the wall clock makes nothing due.
 */
export function createAgeTracker(afterMs: number) {
  let sinceMs = new Map<string, number>()
  return {
    due<T>(items: T[], keyOf: (item: T) => string, nowMs: number): T[] {
      sinceMs = new Map(items.map((item) => [keyOf(item), sinceMs.get(keyOf(item)) ?? nowMs]))
      return items.filter((item) => nowMs - (sinceMs.get(keyOf(item)) ?? nowMs) >= afterMs)
    },
  }
}
