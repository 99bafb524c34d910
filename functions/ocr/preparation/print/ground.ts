import type { Grey } from '../pixels.ts'

/** Side of a tile, in px: two lines of print, so that most of it is ground. */
export const tileSide = 48
/** One px in so many, each way, is looked at: thin strokes are seen. */
const step = 2
/**
 * Share of the ground's brightness below which a pixel is ink; faded print has 0.75, paper no less
 * than 0.9.
 */
const darkShare = 0.82
/** What a dark ground varies by. */
const minDifference = 6
/** Brightness below which a ground may have light print, and how much lighter that is. */
const darkGround = 128
const lightDifference = 50

/** Brightness that is ink on the ground of a tile: below `dark`, or above `light`. */
export interface Bounds {
  dark: number
  light: number
}

/**
 * Bounds of each tile of a row of them; null for one without ink. Print in a shadow is compared
 * with the shadow around it.
 */
export function boundsOfRow(page: Grey, top: number): (Bounds | null)[] {
  const counts = new Uint16Array(256)
  return Array.from({ length: Math.ceil(page.width / tileSide) }, (_, tile) => {
    counts.fill(0)
    const seen = countLevels(page, tile * tileSide, top, counts)
    const ground = levelAt(seen / 2, counts)
    const dark = Math.ceil(ground * darkShare - minDifference)
    const light = ground < darkGround ? ground + lightDifference : 255
    const hasInk = levelAt(0, counts) < dark || levelAt(seen - 1, counts) > light
    return hasInk ? { dark, light } : null
  })
}

/** Gives how many were counted. */
function countLevels(
  { grey, width, height }: Grey,
  left: number,
  top: number,
  counts: Uint16Array,
): number {
  const [right, bottom] = [Math.min(left + tileSide, width), Math.min(top + tileSide, height)]
  for (let y = top; y < bottom; y += step) {
    for (let x = left; x < right; x += step) {
      const level = grey[y * width + x] ?? 255
      counts[level] = (counts[level] ?? 0) + 1
    }
  }
  return Math.ceil((right - left) / step) * Math.ceil((bottom - top) / step)
}

/** The level that so many of those counted are not above. */
function levelAt(rank: number, counts: Uint16Array): number {
  let [level, sum] = [0, counts[0] ?? 0]
  while (sum <= rank && level < 255) {
    level += 1
    sum += counts[level] ?? 0
  }
  return level
}
