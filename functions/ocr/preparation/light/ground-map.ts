import type { Grey } from '../pixels.ts'

/** Px of a cell's side. */
export const cell = 4
/** Cells on each side: what is dark and narrower than 52 px is ink, not ground. */
const reach = 6

/** Brightness of what print stands on, a byte a cell, row by row from the top. */
export interface GroundMap {
  levels: Uint8Array
  across: number
  down: number
}

/**
 * The ground of a page: its brightest px, and those again where ink hides them. A grey closing
 * leaves the edge of a shadow or of the paper where it is.
 * https://en.wikipedia.org/wiki/Closing_(morphology)
 */
export function closed({ levels, across, down }: GroundMap): GroundMap {
  const widened = dilated(levels, across, down)
  return { levels: inverted(dilated(inverted(widened), across, down)), across, down }
}

/** The brightest px of each cell: its ground, except where ink fills the cell. */
export function brightestOf({ grey, width, height }: Grey): GroundMap {
  const [across, down] = [Math.ceil(width / cell), Math.ceil(height / cell)]
  const levels = new Uint8Array(across * down)
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / cell) * across
    for (let column = 0; column < across; column += 1) {
      const from = y * width + column * cell
      const to = Math.min(from + cell, (y + 1) * width)
      let brightest = levels[row + column] ?? 0
      for (let at = from; at < to; at += 1) {
        const level = grey[at] ?? 0
        if (level > brightest) brightest = level
      }
      levels[row + column] = brightest
    }
  }
  return { levels, across, down }
}

const inverted = (levels: Uint8Array) => levels.map((level) => 255 - level)

/** Each cell the brightest of those around it. */
function dilated(levels: Uint8Array, across: number, down: number): Uint8Array {
  const rows = new Uint8Array(levels.length)
  const both = new Uint8Array(levels.length)
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const from = row * across + Math.max(column - reach, 0)
      const to = row * across + Math.min(column + reach, across - 1)
      rows[row * across + column] = brightestBetween(levels, from, to, 1)
    }
  }
  for (let row = 0; row < down; row += 1) {
    const [first, last] = [Math.max(row - reach, 0), Math.min(row + reach, down - 1)]
    for (let column = 0; column < across; column += 1) {
      const [from, to] = [first * across + column, last * across + column]
      both[row * across + column] = brightestBetween(rows, from, to, across)
    }
  }
  return both
}

function brightestBetween(levels: Uint8Array, from: number, to: number, step: number): number {
  let brightest = 0
  for (let at = from; at <= to; at += step) {
    const level = levels[at] ?? 0
    if (level > brightest) brightest = level
  }
  return brightest
}
