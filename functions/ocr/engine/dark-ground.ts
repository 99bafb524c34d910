import type { Pixels } from '../preparation/pixels.ts'

/** Side of a cell: half a line of small print. */
const cellPx = 16
/** Distance of sampled pixels, in both directions. */
const stepPx = 4
/** Mean level below which a cell is dark ground, or the inside of a very large letter. */
const maxDarkLevel = 110
/**
 * The same, as a share of the range between the dark and the light levels of a picture, if that
 * range is wide enough for letters.
 */
const maxDarkShare = 0.45
const minRange = 48
/** Adjacent dark cells: the width of a short word. */
const minDarkCells = 4

/**
 * Whether any part of the picture may be light letters on dark ground. Only then are doubtful lines
 * worth reading inverted: that costs tesseract.js a tenth of the CPU of a till receipt.
 */
export function hasDarkGround({ grey, width, height }: Pixels): boolean {
  const darkLevel = darkLevelOf(grey)
  for (let top = 0; top + cellPx <= height; top += cellPx) {
    let darkCells = 0
    for (let left = 0; left + cellPx <= width; left += cellPx) {
      darkCells = meanAt(grey, top * width + left, width) < darkLevel ? darkCells + 1 : 0
      if (darkCells === minDarkCells) return true
    }
  }
  return false
}

/** Level below which ground is dark; rare levels are ignored. */
function darkLevelOf(grey: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (let at = 0; at < grey.length; at += stepPx) {
    const level = grey[at] ?? 255
    counts[level] = (counts[level] ?? 0) + 1
  }
  const few = grey.length / stepPx / 50
  const [low, high] = [levelAfter(few, counts), 255 - levelAfter(few, counts.toReversed())]
  return high - low < minRange
    ? maxDarkLevel
    : Math.max(maxDarkLevel, low + maxDarkShare * (high - low))
}

/** First level at which the cumulative count exceeds `few`. */
function levelAfter(few: number, counts: Uint32Array): number {
  let sum = 0
  return counts.findIndex((count) => {
    sum += count
    return sum > few
  })
}

function meanAt(grey: Uint8Array, start: number, width: number): number {
  let sum = 0
  for (let y = 0; y < cellPx; y += stepPx) {
    for (let x = 0; x < cellPx; x += stepPx) sum += grey[start + y * width + x] ?? 255
  }
  return sum / (cellPx / stepPx) ** 2
}
