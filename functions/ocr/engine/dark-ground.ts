import type { Pixels } from '../preparation/pixels.ts'

/** Px of a cell's side: half a line of small print. */
const cell = 16
/** One px in so many, each way, is looked at. */
const step = 4
/** A cell that is darker in the mean is ground, or the inside of a very large letter: a level, */
const dark = 110
/**
 * or a share of the way from a picture's dark to its light, of a picture with as much contrast as
 * letters need.
 */
const darkShare = 0.45
const minContrast = 48
/** Cells beside each other in a row: as much as a short word takes. */
const inARow = 4

/**
 * Whether light letters may stand on a dark ground anywhere. Only then is a line that was read
 * doubtfully to be read inverted as well: that costs tesseract.js a tenth of a till receipt.
 */
export function hasDarkGround({ grey, width, height }: Pixels): boolean {
  const limit = limitIn(grey)
  for (let top = 0; top + cell <= height; top += cell) {
    let row = 0
    for (let left = 0; left + cell <= width; left += cell) {
      row = meanAt(grey, top * width + left, width) < limit ? row + 1 : 0
      if (row === inARow) return true
    }
  }
  return false
}

/** Below it, ground is dark. Levels that hardly occur do not count. */
function limitIn(grey: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (let at = 0; at < grey.length; at += step) {
    const level = grey[at] ?? 255
    counts[level] = (counts[level] ?? 0) + 1
  }
  const few = grey.length / step / 50
  const [low, high] = [levelAfter(few, counts), 255 - levelAfter(few, counts.toReversed())]
  return high - low < minContrast ? dark : Math.max(dark, low + darkShare * (high - low))
}

/** The first level that more than so many pixels, in all, have come to. */
function levelAfter(few: number, counts: Uint32Array): number {
  let sum = 0
  return counts.findIndex((count) => {
    sum += count
    return sum > few
  })
}

function meanAt(grey: Uint8Array, start: number, width: number): number {
  let sum = 0
  for (let y = 0; y < cell; y += step) {
    for (let x = 0; x < cell; x += step) sum += grey[start + y * width + x] ?? 255
  }
  return sum / (cell / step) ** 2
}
