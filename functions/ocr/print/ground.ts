import type { Pixels } from '../pixels.ts'

/** Side of a tile, in px: two lines of print, so that most of it is ground. */
export const tileSide = 48
/** One px in so many, each way, is looked at. */
const step = 4
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
 * Bounds of each tile of a row of them. Print in a shadow is compared with the shadow around it.
 */
export function boundsOfRow(pixels: Pixels, top: number): Bounds[] {
  const tiles = Math.ceil(pixels.width / tileSide)
  return Array.from({ length: tiles }, (_, tile) => {
    const ground = medianOf(pixels, tile * tileSide, top)
    return {
      dark: ground * darkShare - minDifference,
      light: ground < darkGround ? ground + lightDifference : Number.POSITIVE_INFINITY,
    }
  })
}

function medianOf({ grey, width, height }: Pixels, left: number, top: number): number {
  const counts = new Uint16Array(256)
  let rest = 0
  for (let y = top; y < Math.min(top + tileSide, height); y += step) {
    for (let x = left; x < Math.min(left + tileSide, width); x += step) {
      const value = grey[y * width + x] ?? 255
      counts[value] = (counts[value] ?? 0) + 1
      rest += 0.5
    }
  }
  return counts.findIndex((count) => {
    rest -= count
    return rest < 0
  })
}
