import type { Grey } from '../pixels.ts'

/** Side, in px, of the cells that have a threshold each: shadows and dark panels need their own. */
const cell = 64
/** Between the darkest and the lightest grey level of a cell with ink in it. */
const minContrast = 48
/** Distance, in px, of the rows and columns that a threshold is told by. */
const step = 2

interface Cell {
  threshold: number
  /** Light on dark: ink is the smaller part of a cell. */
  isLight: boolean
}

/**
 * Reads a page's ink row by row, from the top: where each run of ink starts and where it ends, in
 * px, one after the other.
 */
export function createInkReader(page: Grey): (y: number) => number[] {
  const { grey, width } = page
  let cells: (Cell | null)[] = []
  return (y) => {
    if (y % cell === 0) cells = cellsAt(page, y)
    const edges: number[] = []
    let isInk = false
    for (const [column, ink] of cells.entries()) {
      const left = column * cell
      const right = Math.min(left + cell, width)
      if (!ink) {
        if (isInk) edges.push(left)
        isInk = false
        continue
      }
      const { threshold, isLight } = ink
      for (let x = left; x < right; x += 1) {
        if ((grey[y * width + x] ?? 255) < threshold === isLight) {
          if (isInk) edges.push(x)
          isInk = false
        } else {
          if (!isInk) edges.push(x)
          isInk = true
        }
      }
    }
    if (isInk) edges.push(width)
    return edges
  }
}

/** The cells of a row of them; null for one without ink. */
function cellsAt(page: Grey, top: number): (Cell | null)[] {
  const columns = Math.ceil(page.width / cell)
  return Array.from({ length: columns }, (_, column) => cellAt(page, column * cell, top))
}

function cellAt({ grey, width, height }: Grey, left: number, top: number): Cell | null {
  const [right, bottom] = [Math.min(left + cell, width), Math.min(top + cell, height)]
  let [darkest, lightest, sum, count] = [255, 0, 0, 0]
  for (let y = top; y < bottom; y += step) {
    for (let x = left; x < right; x += step) {
      const level = grey[y * width + x] ?? 255
      if (level < darkest) darkest = level
      if (level > lightest) lightest = level
      sum += level
      count += 1
    }
  }
  if (lightest - darkest < minContrast) return null
  const threshold = Math.floor((darkest + lightest) / 2) + 1
  return { threshold, isLight: sum < threshold * count }
}
