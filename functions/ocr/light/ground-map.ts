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
export function groundOf(page: Grey): GroundMap {
  const map = brightestOf(page)
  return narrowed(narrowed(map, Math.max), Math.min)
}

function brightestOf({ grey, width, height }: Grey): GroundMap {
  const [across, down] = [Math.ceil(width / cell), Math.ceil(height / cell)]
  const levels = new Uint8Array(across * down)
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / cell) * across
    for (let x = 0; x < width; x += 1) {
      const at = row + Math.floor(x / cell)
      const level = grey[y * width + x] ?? 0
      if (level > (levels[at] ?? 0)) levels[at] = level
    }
  }
  return { levels, across, down }
}

type Choice = (a: number, b: number) => number

/** Each cell the most, or the least, of those around it. */
function narrowed({ levels, across, down }: GroundMap, choose: Choice): GroundMap {
  const rows = chosen(levels, choose, { length: across, step: 1, lines: down, lineStep: across })
  const both = chosen(rows, choose, { length: down, step: across, lines: across, lineStep: 1 })
  return { levels: both, across, down }
}

interface Lines {
  length: number
  step: number
  lines: number
  lineStep: number
}

function chosen(levels: Uint8Array, choose: Choice, lines: Lines): Uint8Array {
  const result = new Uint8Array(levels.length)
  for (let line = 0; line < lines.lines; line += 1) {
    const start = line * lines.lineStep
    for (let place = 0; place < lines.length; place += 1) {
      const last = Math.min(place + reach, lines.length - 1)
      let best = levels[start + place * lines.step] ?? 0
      for (let near = Math.max(place - reach, 0); near <= last; near += 1) {
        best = choose(best, levels[start + near * lines.step] ?? best)
      }
      result[start + place * lines.step] = best
    }
  }
  return result
}
