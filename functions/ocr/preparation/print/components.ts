import type { Grey } from '../pixels.ts'
import { type Bounds, boundsOfRow, tilePx } from './ground.ts'

/**
 * Box of connected ink, diagonals included: usually a letter or a part of one. In px; right and
 * bottom are exclusive.
 */
export interface Component {
  left: number
  top: number
  right: number
  bottom: number
  /** Px of ink. */
  area: number
  /** Light ink on a dark ground. */
  isLight: boolean
}

/** Incomplete component; `into` is the component that it was merged into. */
interface Part extends Component {
  into: Part | null
}

/** Upper bound for pages of text; noise has more. */
const maxComponents = 200_000

/** Connected components of a page's ink; none beyond `maxComponents`. */
export function componentsOf(page: Grey): Component[] {
  const parts: Part[] = []
  let bounds: (Bounds | null)[] = []
  // Runs are three numbers each: objects were a quarter of the garbage of a page.
  let [above, partsAbove]: [number[], Part[]] = [[], []]
  for (let y = 0; y < page.height; y += 1) {
    if (y % tilePx === 0) bounds = boundsOfRow(page, y)
    const edges = edgesOf(page, y, bounds)
    const partsHere: Part[] = []
    let first = 0
    for (let at = 0; at < edges.length; at += 3) {
      const left = edges[at] ?? 0
      const right = edges[at + 1] ?? 0
      const isLight = edges[at + 2] === lightInk
      while ((above[first + 1] ?? left) < left) first += 3
      let part: Part | null = null
      for (let next = first; (above[next] ?? right + 1) <= right; next += 3) {
        const touched = partsAbove[next / 3]
        if (touched?.isLight === isLight) part = part ? join(part, touched) : wholeOf(touched)
      }
      if (!part) {
        part = { left, top: y, right, bottom: y, area: 0, isLight, into: null }
        parts.push(part)
      }
      part.left = Math.min(part.left, left)
      part.right = Math.max(part.right, right)
      part.bottom = y + 1
      part.area += right - left
      partsHere.push(part)
    }
    if (parts.length > maxComponents) return []
    above = edges
    partsAbove = partsHere
  }
  return parts.filter(({ into }) => into === null)
}

const [noInk, darkInk, lightInk] = [0, 1, 2]

/** Start, end (exclusive) and ink (dark or light) of each run in a row. */
function edgesOf({ grey, width }: Grey, y: number, bounds: (Bounds | null)[]): number[] {
  const edges: number[] = []
  let [start, ink] = [0, noInk]
  for (let tile = 0; tile < bounds.length; tile += 1) {
    const left = tile * tilePx
    const { dark, light } = bounds[tile] ?? { dark: 0, light: 255 }
    const right = bounds[tile] ? Math.min(left + tilePx, width) : left + 1
    for (let x = left; x < right; x += 1) {
      const level = grey[y * width + x] ?? 255
      const here = level < dark ? darkInk : level > light ? lightInk : noInk
      if (here === ink) continue
      if (ink !== noInk) edges.push(start, x, ink)
      start = x
      ink = here
    }
  }
  if (ink !== noInk) edges.push(start, width, ink)
  return edges
}

function wholeOf(part: Part): Part {
  let whole = part
  while (whole.into) whole = whole.into
  if (part !== whole) part.into = whole
  return whole
}

function join(whole: Part, other: Part): Part {
  const part = wholeOf(other)
  if (whole === part) return whole
  part.into = whole
  whole.left = Math.min(whole.left, part.left)
  whole.top = Math.min(whole.top, part.top)
  whole.right = Math.max(whole.right, part.right)
  whole.bottom = Math.max(whole.bottom, part.bottom)
  whole.area += part.area
  return whole
}
