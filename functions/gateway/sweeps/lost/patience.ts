/**
 * Remembers since when things have been seen, and tells which have been there for `afterMs`. One that is
 * missing once begins anew. `nowMs` is monotonic: a jump of the clock makes nothing due.
 */
export function createPatience(afterMs: number) {
  let since = new Map<string, number>()
  return {
    due<T>(seen: T[], keyOf: (thing: T) => string, nowMs: number): T[] {
      since = new Map(seen.map((thing) => [keyOf(thing), since.get(keyOf(thing)) ?? nowMs]))
      return seen.filter((thing) => nowMs - (since.get(keyOf(thing)) ?? nowMs) >= afterMs)
    },
  }
}
