/** Entries that are added to the page, and removed from it, together; even, for two columns. */
export const chunkLength = 24

export interface Window {
  /** Chunks of the list from `from`, without `to`. */
  from: number
  to: number
  /** Heights of what is left out before and after them, px. */
  before: number
  after: number
}

export interface Sizes {
  /** Chunks in the list, of which the last may be short. */
  count: number
  /** Heights that were measured, by chunk, px. */
  heights: readonly (number | undefined)[]
  /** Height of a chunk that was not measured, px. */
  estimate: number
}

/** Chunks that lie between two distances from the top of the list, px; at least one if there is any. */
export function windowBetween(top: number, bottom: number, sizes: Sizes): Window {
  const { count, heights, estimate } = sizes
  const heightOf = (chunk: number) => heights[chunk] ?? estimate
  let [from, before] = [0, 0]
  while (from < count - 1 && before + heightOf(from) < top) {
    before += heightOf(from)
    from += 1
  }
  let [to, end] = [from, before]
  while (to < count && (to === from || end < bottom)) {
    end += heightOf(to)
    to += 1
  }
  let after = 0
  for (let chunk = to; chunk < count; chunk += 1) after += heightOf(chunk)
  return { from, to, before, after }
}

/** Place in the list at a distance from its top, px: `2.5` is the middle of the third chunk. */
export function chunkAt(px: number, { count, heights, estimate }: Sizes): number {
  let before = 0
  for (let chunk = 0; chunk < count; chunk += 1) {
    const height = heights[chunk] ?? estimate
    if (before + height > px) return chunk + (px - before) / height
    before += height
  }
  return count
}

/** Distance of a place from the top of the list, px. */
export function topOf(place: number, { heights, estimate }: Sizes): number {
  const chunk = Math.floor(place)
  let px = (place - chunk) * (heights[chunk] ?? estimate)
  for (let each = 0; each < chunk; each += 1) px += heights[each] ?? estimate
  return px
}
