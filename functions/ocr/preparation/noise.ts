import type { Pixels } from './pixels.ts'
import { componentsOf } from './print/components.ts'
import { linesAmong } from './print/letters.ts'
import { median } from './transform.ts'

/**
 * Share of horizontal neighbours of which one is dark and one light: at most 0.05 on 146 real
 * pages, at least 0.1 in random black and white. Tesseract segments such a page for minutes and
 * cannot be interrupted.
 */
const maxChangeShare = 0.08
/**
 * Mean difference between the changes of neighbouring sampled rows, as a share of the changes per
 * row: at least 0.8 in small print, whose lines begin and end; at most 0.25 in even noise. Print of
 * 7 px has as many changes as noise.
 */
const minRowDifference = 0.4
/**
 * Vertical changes per horizontal change within a line or stripe: at most 0.61 in small print,
 * whose strokes are mostly upright; at least 0.85 in noise in horizontal stripes, whose edges
 * exceed `minRowDifference`.
 */
const maxPrintVerticalRatio = 0.75
/**
 * Share of letters in connected components: at least 0.7 in dense print of 8 px and more, at most
 * 0.35 in noise. Applies from `minComponentsPerPixel` on: a connected pattern as fine as noise has
 * fewer components.
 */
const minLetterShare = 0.6
const minComponentsPerPixel = 0.003
/** Distance between sampled rows, in px. */
const rowStepPx = 4
/** Smallest width and height, in px, that the median is applied to: it needs neighbours. */
const minSidePx = 3

/** Returns a page of noise with its specks removed, and any other page itself. */
export async function withoutNoise(pixels: Pixels): Promise<Pixels> {
  if (Math.min(pixels.width, pixels.height) < minSidePx) return pixels
  return isNoise(pixels) && !isDensePrint(pixels) ? median(pixels) : pixels
}

/** Tells whether most of what is on a page are letters. */
function isDensePrint(pixels: Pixels): boolean {
  const components = componentsOf(pixels)
  return (
    components.length > minComponentsPerPixel * pixels.width * pixels.height &&
    linesAmong(components).flat().length > minLetterShare * components.length
  )
}

function isNoise(pixels: Pixels): boolean {
  const { width, height } = pixels
  let changes = 0
  let differences = 0
  let rows = 0
  let previous: number | undefined
  for (let y = 0; y < height; y += rowStepPx) {
    const inRow = countHorizontalChanges(pixels, y)
    rows += 1
    changes += inRow
    differences += Math.abs(inRow - (previous ?? inRow))
    previous = inRow
  }
  if (changes <= maxChangeShare * rows * (width - 1)) return false
  return differences < minRowDifference * changes || isIsotropic(pixels)
}

/**
 * Tells whether vertical changes are about as many as horizontal ones, edges of lines and stripes
 * left out. Looks at every row: one in four would always see the upper half of specks that are 2 px
 * high.
 */
function isIsotropic(pixels: Pixels): boolean {
  let horizontal = 0
  let vertical = 0
  for (let y = 0; y + 1 < pixels.height; y += 1) {
    const upper = countHorizontalChanges(pixels, y)
    const lower = countHorizontalChanges(pixels, y + 1)
    const isEdge = Math.min(upper, lower) * 2 <= Math.max(upper, lower)
    if (isEdge) continue
    horizontal += (upper + lower) / 2
    vertical += countVerticalChanges(pixels, y)
  }
  return vertical > maxPrintVerticalRatio * horizontal
}

function countHorizontalChanges({ grey, width }: Pixels, y: number): number {
  return countChanges(grey, y * width, y * width + 1, width - 1)
}

/** Between row `y` and the row below it. */
function countVerticalChanges({ grey, width }: Pixels, y: number): number {
  return countChanges(grey, y * width, (y + 1) * width, width)
}

function countChanges(grey: Uint8Array, from: number, to: number, length: number): number {
  let changes = 0
  for (let i = 0; i < length; i += 1) {
    if ((grey[from + i] ?? 0) < 128 !== (grey[to + i] ?? 0) < 128) changes += 1
  }
  return changes
}
