import type { Grey } from '../pixels.ts'

/** Side of a tile, in px: two lines of print, so that most of it is ground. */
export const tilePx = 48
/** Distance of sampled pixels, in both directions; thin strokes are still hit. */
const stepPx = 2
/**
 * Share of the ground's brightness below which a pixel is ink; faded print has 0.75, paper at least
 * 0.9.
 */
const maxInkShare = 0.82
/** Levels that dark ink is further below its ground, because dark ground varies. */
const minDarkDifference = 6
/** Level below which ground may have light print, and how many levels lighter that print is. */
const maxDarkGround = 128
const minLightDifference = 50

/** Levels that are ink in a tile: below `dark`, or above `light`. */
export interface Bounds {
  dark: number
  light: number
}

/**
 * Bounds of each tile in the row of tiles at `top`; null for a tile without ink. Print in a shadow is
 * compared with the shadow around it.
 */
export function boundsOfRow(page: Grey, top: number): (Bounds | null)[] {
  const counts = new Uint16Array(256)
  return Array.from({ length: Math.ceil(page.width / tilePx) }, (_, tile) => {
    counts.fill(0)
    const samples = countLevels(page, tile * tilePx, top, counts)
    const ground = medianLevel(counts, samples)
    const dark = Math.ceil(ground * maxInkShare - minDarkDifference)
    const light = ground < maxDarkGround ? ground + minLightDifference : 255
    const hasInk = darkestLevel(counts) < dark || lightestLevel(counts) > light
    return hasInk ? { dark, light } : null
  })
}

/** Adds the sampled levels to `counts`; returns their number. */
function countLevels(
  { grey, width, height }: Grey,
  left: number,
  top: number,
  counts: Uint16Array,
): number {
  const [right, bottom] = [Math.min(left + tilePx, width), Math.min(top + tilePx, height)]
  for (let y = top; y < bottom; y += stepPx) {
    for (let x = left; x < right; x += stepPx) {
      const level = grey[y * width + x] ?? 255
      counts[level] = (counts[level] ?? 0) + 1
    }
  }
  return Math.ceil((right - left) / stepPx) * Math.ceil((bottom - top) / stepPx)
}

function medianLevel(counts: Uint16Array, samples: number): number {
  let [level, sum] = [0, counts[0] ?? 0]
  while (sum <= samples / 2 && level < 255) {
    level += 1
    sum += counts[level] ?? 0
  }
  return level
}

function darkestLevel(counts: Uint16Array): number {
  let level = 0
  while (counts[level] === 0) level += 1
  return level
}

function lightestLevel(counts: Uint16Array): number {
  let level = 255
  while (counts[level] === 0) level -= 1
  return level
}
