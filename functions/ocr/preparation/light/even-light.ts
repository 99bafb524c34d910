import type { Pixels } from '../pixels.ts'
import type { Print } from '../print/print.ts'
import { brightestOf, cell, closed, type GroundMap } from './ground-map.ts'
import { otsuThreshold } from './otsu.ts'

/** Share of a page's cells, and of its letters, that are lost in the dark; fewer are no shadow. */
const minDarkShare = 0.01
const minLostShare = 0.03
/** Brightness of ground that nothing can be read on; noise is not made louder than by it. */
const darkest = 24

/**
 * The page as it would be in even light, where print is lost without it: Tesseract parts ink from
 * paper by one level for all of the page, and takes what lies in a shadow for ink. Any other page
 * stays as it is: light print on a dark panel, too (docs/reading.md). The print is that of the page
 * in any size.
 */
export function withEvenLight(pixels: Pixels, print: Print): Pixels {
  const threshold = otsuThreshold(pixels.grey)
  const brightest = brightestOf(pixels)
  // The ground is as bright as that or brighter: most pages need not be looked at further.
  if (!hasShadow(brightest, threshold)) return pixels
  const ground = closed(brightest)
  const isLost = hasShadow(ground, threshold) && losesPrint(pixels, ground, print, threshold)
  return isLost ? divided(pixels, ground) : pixels
}

function hasShadow({ levels }: GroundMap, threshold: number): boolean {
  let dark = 0
  for (const level of levels) if (level <= threshold) dark += 1
  return dark >= minDarkShare * levels.length
}

/** Whether dark letters stand on a ground that is taken for ink, and more of them than light ones. */
function losesPrint(
  pixels: Pixels,
  { levels, across }: GroundMap,
  { letters, width }: Print,
  threshold: number,
): boolean {
  const cells = pixels.width / width / cell
  const light = letters.filter(({ isLight }) => isLight)
  const lost = letters.filter(({ left, top, right, bottom, isLight }) => {
    const [x, y] = [((left + right) / 2) * cells, ((top + bottom) / 2) * cells]
    const level = levels[Math.floor(y) * across + Math.floor(x)] ?? 255
    return !isLight && level <= threshold
  })
  return lost.length > Math.max(minLostShare * letters.length, light.length)
}

/** Each pixel as a share of its ground. */
function divided(pixels: Pixels, { levels, across, down }: GroundMap): Pixels {
  const { grey, width, height } = pixels
  const even = new Uint8Array(grey.length)
  const columns = Array.from({ length: width }, (_, x) => between(x, across))
  for (let y = 0; y < height; y += 1) {
    const row = between(y, down)
    const above = levels.subarray(row.first * across)
    const below = levels.subarray(row.second * across)
    const grounds = Float32Array.from({ length: across }, (_, column) =>
      mixed(above[column], below[column], row.share),
    )
    for (const [x, { first, second, share }] of columns.entries()) {
      const ground = mixed(grounds[first], grounds[second], share)
      const at = y * width + x
      even[at] = Math.min((255 * (grey[at] ?? 255)) / Math.max(ground, darkest), 255)
    }
  }
  return { ...pixels, grey: even }
}

/** The two cells whose middles a pixel lies between, and how far on the way to the second it is. */
function between(px: number, cells: number): { first: number; second: number; share: number } {
  const place = Math.min(Math.max((px + 0.5) / cell - 0.5, 0), cells - 1)
  const first = Math.floor(place)
  return { first, second: Math.min(first + 1, cells - 1), share: place - first }
}

function mixed(one = 255, other = 255, share = 0): number {
  return one + (other - one) * share
}
