import type { Grey } from '../pixels.ts'

export const cellPx = 4
/** Cells on each side of a cell: dark areas narrower than 52 px are ink, not ground. */
const reachCells = 6

/** Brightness of the ground of print, a byte a cell, row by row from the top. */
export interface GroundMap {
  levels: Uint8Array
  across: number
  down: number
}

/**
 * Grey closing of the brightest pixels: covers ink by the ground around it, and keeps the edges of
 * shadows and of the paper in place.
 * https://en.wikipedia.org/wiki/Closing_(morphology)
 */
export function closed({ levels, across, down }: GroundMap): GroundMap {
  const widened = dilated(levels, across, down)
  return { levels: inverted(dilated(inverted(widened), across, down)), across, down }
}

/** Brightest pixel of each cell: its ground, unless ink fills the cell. */
export function brightestOf({ grey, width, height }: Grey): GroundMap {
  const [across, down] = [Math.ceil(width / cellPx), Math.ceil(height / cellPx)]
  const levels = new Uint8Array(across * down)
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / cellPx) * across
    for (let column = 0; column < across; column += 1) {
      const from = y * width + column * cellPx
      const to = Math.min(from + cellPx, (y + 1) * width)
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

/** Replaces each cell by the brightest of the cells within `reachCells`. */
function dilated(levels: Uint8Array, across: number, down: number): Uint8Array {
  const rows = new Uint8Array(levels.length)
  const both = new Uint8Array(levels.length)
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const from = row * across + Math.max(column - reachCells, 0)
      const to = row * across + Math.min(column + reachCells, across - 1)
      rows[row * across + column] = brightestBetween(levels, from, to, 1)
    }
  }
  for (let row = 0; row < down; row += 1) {
    const [first, last] = [Math.max(row - reachCells, 0), Math.min(row + reachCells, down - 1)]
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
