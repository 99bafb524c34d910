import type { Grey } from '../pixels.ts'
import { createInkReader } from './ink.ts'

/** A connected component of ink: a letter or a part of one, mostly. In px. */
export interface Component {
  left: number
  top: number
  right: number
  bottom: number
  area: number
}

interface Labelled extends Component {
  /** That it was found to be a part of. */
  whole: Labelled | null
}

interface Run {
  start: number
  end: number
  component: Labelled
}

/** Noise has more. */
const maxComponents = 200_000

/**
 * Connected components of a page's ink, diagonals included; none of a page that has too many to be
 * text.
 */
export function componentsOf(page: Grey): Component[] {
  const inkAt = createInkReader(page)
  const all: Labelled[] = []
  let above: Run[] = []
  for (let y = 0; y < page.height; y += 1) {
    const edges = inkAt(y)
    const runs: Run[] = []
    let first = 0
    for (let at = 0; at < edges.length; at += 2) {
      const [start = 0, end = 0] = [edges[at], edges[at + 1]]
      while ((above[first]?.end ?? start) < start) first += 1
      let component: Labelled | null = null
      for (let next = first; (above[next]?.start ?? end + 1) <= end; next += 1) {
        const touched = above[next]?.component
        if (touched) component = component ? join(component, touched) : wholeOf(touched)
      }
      if (!component) {
        component = { left: start, top: y, right: end, bottom: y, area: 0, whole: null }
        all.push(component)
      }
      extend(component, { start, end, y })
      runs.push({ start, end, component })
    }
    if (all.length > maxComponents) return []
    above = runs
  }
  return all.filter(({ whole }) => !whole)
}

function extend(
  component: Component,
  { start, end, y }: { start: number; end: number; y: number },
) {
  component.left = Math.min(component.left, start)
  component.right = Math.max(component.right, end)
  component.bottom = y + 1
  component.area += end - start
}

function wholeOf(part: Labelled): Labelled {
  let whole = part
  while (whole.whole) whole = whole.whole
  if (part !== whole) part.whole = whole
  return whole
}

function join(one: Labelled, other: Labelled): Labelled {
  const [whole, part] = [wholeOf(one), wholeOf(other)]
  if (whole === part) return whole
  part.whole = whole
  whole.left = Math.min(whole.left, part.left)
  whole.top = Math.min(whole.top, part.top)
  whole.right = Math.max(whole.right, part.right)
  whole.bottom = Math.max(whole.bottom, part.bottom)
  whole.area += part.area
  return whole
}
