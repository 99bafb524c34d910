import type { Pixels } from '../pixels.ts'

/** Px of a cell's side: half a line of small print. */
const cell = 16
/** One px in so many, each way, is looked at. */
const step = 4
/** A cell that is darker in the mean is ground, or the inside of a very large letter. */
const dark = 110
/** Cells beside each other in a row: as much as a short word takes. */
const inARow = 4

/**
 * Whether light letters may stand on a dark ground anywhere. Only then is a line that was read doubtfully to be
 * read inverted as well: that costs tesseract.js a tenth of a till receipt.
 */
export function hasDarkGround({ grey, width, height }: Pixels): boolean {
  for (let top = 0; top + cell <= height; top += cell) {
    let row = 0
    for (let left = 0; left + cell <= width; left += cell) {
      row = isDark(grey, top * width + left, width) ? row + 1 : 0
      if (row === inARow) return true
    }
  }
  return false
}

function isDark(grey: Uint8Array, start: number, width: number): boolean {
  let sum = 0
  for (let y = 0; y < cell; y += step) {
    for (let x = 0; x < cell; x += step) sum += grey[start + y * width + x] ?? 255
  }
  return sum < dark * (cell / step) ** 2
}
