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

/** Place in a map. */
export interface Cell {
  column: number
  row: number
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

/**
 * Whether the ground of a cell may be up to `level`, which takes a few pixels of most pages: if it is, so are all
 * pixels of an area that reaches from the cell to its reach in at least one of the four diagonal directions.
 */
export function mayBeDark(page: Grey, { column, row }: Cell, level: number): boolean {
  const sides = [
    [-reachCells, 0],
    [0, reachCells],
  ] as const
  return sides.some(([left, right]) =>
    sides.some(([top, bottom]) =>
      isDarkArea(page, level, {
        left: Math.max((column + left) * cellPx, 0),
        top: Math.max((row + top) * cellPx, 0),
        right: Math.min((column + right + 1) * cellPx, page.width),
        bottom: Math.min((row + bottom + 1) * cellPx, page.height),
      }),
    ),
  )
}

interface Area {
  left: number
  top: number
  right: number
  bottom: number
}

function isDarkArea({ grey, width }: Grey, level: number, area: Area): boolean {
  for (let y = area.top; y < area.bottom; y += 1) {
    for (let x = area.left; x < area.right; x += 1) {
      if ((grey[y * width + x] ?? 0) > level) return false
    }
  }
  return true
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
