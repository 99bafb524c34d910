/** `append` was the greatest append number from `fromMs` to `toMs`, monotonic times. */
export interface Watermark {
  append: number
  fromMs: number
  toMs: number
}

export interface LostBounds {
  upTo: number
  after: number
}

/** Ten per LOST_AFTER_MS: a page that takes more than ten times LOST_AFTER_MS from append to end is not detected. */
const maxWatermarks = 100

/** Adds a sample of the greatest append number. Watermarks are in time order. */
export function addWatermark(watermarks: Watermark[], append: number, nowMs: number): Watermark[] {
  const last = watermarks.at(-1)
  if (last?.append === append) return [...watermarks.slice(0, -1), { ...last, toMs: nowMs }]
  return [...watermarks, { append, fromMs: nowMs, toMs: nowMs }].slice(-maxWatermarks)
}

/**
 * Pages up to `upTo` were appended at least `afterMs` before any page above `after`: they are lost if one of those has
 * ended. Latest first, so that the first bounds with lost pages cover all.
 */
export function lostBounds(watermarks: Watermark[], afterMs: number): LostBounds[] {
  return watermarks.toReversed().flatMap((newer) => {
    const older = latestAt(watermarks, newer.toMs - afterMs)
    return older ? [{ upTo: older.append, after: newer.append }] : []
  })
}

/** Watermark in effect at `timeMs`. */
export function latestAt(watermarks: Watermark[], timeMs: number): Watermark | undefined {
  return watermarks.findLast(({ fromMs }) => fromMs <= timeMs)
}
