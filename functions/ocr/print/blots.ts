import type { Pixels } from '../pixels.ts'
import { type Bounds, boundsOfRow, tileSide } from './ground.ts'

/**
 * Box of connected pixels that differ from their ground; right and bottom are the first px outside
 * of it.
 */
export interface Blot {
  left: number
  top: number
  right: number
  bottom: number
  isLight: boolean
}

/** More are noise, of which nothing can be told. */
const maxBlots = 200_000

/** A blot that is not complete: `into` is the one that it turned out to belong to. */
interface Part extends Blot {
  into: Part | null
}

/** Pixels of a row, from `start` to the one before `end`. */
interface Run {
  start: number
  end: number
  part: Part
}

/** All blots of a page; none where there are too many. One pass over the pixels, by runs. */
export function blotsOf(pixels: Pixels): Blot[] {
  const parts: Part[] = []
  let bounds: Bounds[] = []
  let above: Run[] = []
  for (let y = 0; y < pixels.height; y += 1) {
    if (y % tileSide === 0) bounds = boundsOfRow(pixels, y)
    above = runsOf(pixels, y, bounds, { above, parts })
    if (parts.length > maxBlots) return []
  }
  return parts.filter(({ into }) => into === null)
}

type Ink = 'none' | 'dark' | 'light'

function runsOf(
  { grey, width }: Pixels,
  y: number,
  bounds: Bounds[],
  { above, parts }: { above: Run[]; parts: Part[] },
): Run[] {
  const runs: Run[] = []
  let [start, next] = [0, 0]
  let before: Ink = 'none'
  let [dark, light] = [0, 0]
  for (let x = 0; x <= width; x += 1) {
    if (x % tileSide === 0) {
      dark = bounds[x / tileSide]?.dark ?? 0
      light = bounds[x / tileSide]?.light ?? 0
    }
    const value = grey[y * width + x] ?? 0
    const ink: Ink = x === width ? 'none' : value < dark ? 'dark' : value > light ? 'light' : 'none'
    if (ink === before) continue
    if (before !== 'none') {
      while ((above[next]?.end ?? start) < start) next += 1
      const blot = { left: start, top: y, right: x, bottom: y + 1, isLight: before === 'light' }
      runs.push({ start, end: x, part: joined(blot, above, next, parts) })
    }
    start = x
    before = ink
  }
  return runs
}

/**
 * The part that a run belongs to: that of the runs above that it touches, at corners too, or a new
 * one.
 */
function joined(run: Blot, above: Run[], from: number, parts: Part[]): Part {
  let part: Part | null = null
  for (let at = from; at < above.length; at += 1) {
    const other = above[at]
    if (!other || other.start > run.right) break
    if (other.part.isLight !== run.isLight) continue
    const whole = wholeOf(other.part)
    if (part === null) part = extend(whole, run)
    else if (part !== whole) whole.into = extend(part, whole)
  }
  if (part) return part
  const started = { ...run, into: null }
  parts.push(started)
  return started
}

function wholeOf(part: Part): Part {
  let whole = part
  while (whole.into) whole = whole.into
  if (part !== whole) part.into = whole
  return whole
}

function extend(part: Part, by: Blot): Part {
  part.left = Math.min(part.left, by.left)
  part.top = Math.min(part.top, by.top)
  part.right = Math.max(part.right, by.right)
  part.bottom = Math.max(part.bottom, by.bottom)
  return part
}
