import type { Pixels } from '../pixels.ts'
import type { Print } from '../print/print.ts'
import { brightestOf, type Cell, cellPx, closed, type GroundMap, mayBeDark } from './ground-map.ts'
import { otsuThreshold } from './otsu.ts'

/** Shares of a page's cells that are dark, and of its letters that are lost, in a shadow. */
const minDarkCellShare = 0.01
const minLostLetterShare = 0.03
/** Darker ground is divided by this level, so that noise is not amplified further. */
const minGroundLevel = 24

/**
 * Evens out the light of a page where print would be lost in a shadow: Tesseract separates ink from
 * paper by one level for the whole page, so shadowed paper becomes ink. Any other page is returned
 * unchanged, light print on a dark panel included (docs/reading.md). `print` may be of the page at
 * another scale.
 */
export function withEvenLight(pixels: Pixels, print: Print): Pixels {
  const threshold = otsuThreshold(pixels.grey)
  // On most pages paper beside the letters decides, without a map.
  if (!losesPrint(pixels, print, (cell) => mayBeDark(pixels, cell, threshold))) return pixels
  const brightest = brightestOf(pixels)
  // The ground is at least as bright as this map.
  if (!hasShadow(brightest, threshold)) return pixels
  const ground = closed(brightest)
  if (!hasShadow(ground, threshold)) return pixels
  const isDark = ({ column, row }: Cell) =>
    (ground.levels[row * ground.across + column] ?? 255) <= threshold
  return losesPrint(pixels, print, isDark) ? divided(pixels, ground) : pixels
}

function hasShadow({ levels }: GroundMap, threshold: number): boolean {
  let dark = 0
  for (const level of levels) if (level <= threshold) dark += 1
  return dark >= minDarkCellShare * levels.length
}

/** Whether dark letters stand on dark ground, and more of them than light ones. */
function losesPrint(
  pixels: Pixels,
  { letters, width }: Print,
  isDark: (cell: Cell) => boolean,
): boolean {
  const cellsPerPx = pixels.width / width / cellPx
  const light = letters.filter(({ isLight }) => isLight)
  const lost = letters.filter(({ left, top, right, bottom, isLight }) => {
    const [x, y] = [((left + right) / 2) * cellsPerPx, ((top + bottom) / 2) * cellsPerPx]
    return !isLight && isDark({ column: Math.floor(x), row: Math.floor(y) })
  })
  return lost.length > Math.max(minLostLetterShare * letters.length, light.length)
}

/** Divides each pixel by its ground. */
function divided(pixels: Pixels, { levels, across, down }: GroundMap): Pixels {
  const { grey, width, height } = pixels
  const even = new Uint8Array(grey.length)
  const columns = Array.from({ length: width }, (_, x) => between(x, across))
  for (let y = 0; y < height; y += 1) {
    const row = between(y, down)
    const above = levels.subarray(row.first * across)
    const below = levels.subarray(row.second * across)
    const grounds = Float32Array.from({ length: across }, (_, column) =>
      interpolate(above[column], below[column], row.share),
    )
    for (const [x, { first, second, share }] of columns.entries()) {
      const ground = interpolate(grounds[first], grounds[second], share)
      const at = y * width + x
      even[at] = Math.min((255 * (grey[at] ?? 255)) / Math.max(ground, minGroundLevel), 255)
    }
  }
  return { ...pixels, grey: even }
}

/** The two cells whose centres enclose a pixel, and the weight of the second. */
function between(px: number, cells: number): { first: number; second: number; share: number } {
  const place = Math.min(Math.max((px + 0.5) / cellPx - 0.5, 0), cells - 1)
  const first = Math.floor(place)
  return { first, second: Math.min(first + 1, cells - 1), share: place - first }
}

function interpolate(one = 255, other = 255, share = 0): number {
  return one + (other - one) * share
}
