import type { Grey } from '../pixels.ts'

/** Ground around print. */
export interface Ground {
  level: number
  /** Whether its print is light. */
  isDark: boolean
}

/** For each pixel the ground that it belongs to (`groundOf`), or 0 elsewhere. */
export type Region = Uint16Array<ArrayBuffer>

/** Levels that ground may differ from where it was measured; light print differs by 50. */
export const maxDifference = 30
/** Largest hole in a ground that is its print, in px; larger ones are pictures or other panels. */
const maxHolePx = 120
/** Largest width of a rule, in px. */
const maxRulePx = 6

/** Ground of a value in a region other than 0. */
export function groundOf(value: number): Ground {
  return { level: (value - 1) & 255, isDark: value > 256 }
}

/** Adds the pixels that are connected with `start`, and belong to `ground`, to the region. */
export function spread(region: Region, page: Grey, start: number, ground: Ground): void {
  const { grey, width } = page
  const min = ground.isDark ? 0 : ground.level - maxDifference
  const max = ground.level + maxDifference
  const value = ground.level + (ground.isDark ? 257 : 1)
  const starts = [start]
  for (let at = starts.pop(); at !== undefined; at = starts.pop()) {
    if (!isNew(at)) continue
    const rowStart = at - (at % width)
    let [left, right] = [at, at + 1]
    while (left > rowStart && isNew(left - 1)) left -= 1
    while (right < rowStart + width && isNew(right)) right += 1
    region.fill(value, left, right)
    if (rowStart > 0) addStarts(left - width, right - width)
    if (rowStart + width < grey.length) addStarts(left + width, right + width)
  }

  function isNew(at: number): boolean {
    const level = grey[at] ?? 255
    return region[at] === 0 && level >= min && level <= max
  }

  /** Adds the first pixel of each run. */
  function addStarts(from: number, to: number): void {
    let wasNew = false
    for (let at = from; at < to; at += 1) {
      const isStart = isNew(at)
      if (isStart && !wasNew) starts.push(at)
      wasNew = isStart
    }
  }
}

/**
 * Adds small holes in a ground, such as its print, and thin rules to the ground at the left of each
 * pixel, or above it.
 */
export function withHoles(region: Region, width: number): Region {
  const beside = region.slice()
  const filled = region.slice()
  /** Last pixel above that has a ground, for each column; -1 without one. */
  const above = new Int32Array(width).fill(-1)
  for (let start = 0; start < region.length; start += width) {
    let last = -1
    for (let at = start; at < start + width; at += 1) {
      if (region[at] === 0) continue
      const gap = last < 0 ? 0 : at - last
      if (gap > 1 && gap <= maxHolePx) beside.fill(region[last] ?? 0, last + 1, at)
      if (gap > 1 && gap <= maxRulePx) filled.fill(region[last] ?? 0, last + 1, at)
      last = at
      const top = above[at - start] ?? -1
      if (top >= 0 && at - top > width) fillBetween(top, at)
      above[at - start] = at
    }
  }
  return filled

  function fillBetween(top: number, bottom: number): void {
    const rows = (bottom - top) / width
    if (rows > maxHolePx) return
    const ground = rows <= maxRulePx ? (region[top] ?? 0) : 0
    for (let at = top + width; at < bottom; at += width) filled[at] ||= beside[at] || ground
  }
}
