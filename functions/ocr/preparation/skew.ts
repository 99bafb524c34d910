import type { Pixels } from './pixels.ts'

/** Scanned and photographed pages are turned by less; at the edge of the search an angle is none. */
const maxDegrees = 12
/** Px of the longer side that are looked at, and places where ink ends: more do not make the angle truer. */
const lookedAt = 800
const maxPlaces = 20_000
/** How much sharper the rows must be at the angle than they are at 0. */
const convincing = 2

/**
 * By how many degrees the lines of a page go down to the right (negative: up), to 0.1; 0 where they do not, or
 * it cannot be told. Along its lines a page's ink falls into sharp rows: it is the angle at which rows differ
 * most from their neighbours. Takes about 10 ms.
 */
export function skewOf(pixels: Pixels): number {
  const ink = inkOf(pixels)
  // Rows of several px do not miss an angle between two steps.
  const coarse = sharpest(ink, range(-maxDegrees - 1, maxDegrees + 1, 0.5), 3)
  if (Math.abs(coarse) > maxDegrees) return 0
  const fine = sharpest(ink, range(coarse - 0.6, coarse + 0.6, 0.1), 1)
  const isConvincing = sharpnessAt(ink, fine, 1) > convincing * sharpnessAt(ink, 0, 1)
  return isConvincing ? Math.round(fine * 10) / 10 : 0
}

function sharpest(ink: Ink, angles: number[], rowPx: number): number {
  const all = angles.map((degrees) => ({ degrees, sharpness: sharpnessAt(ink, degrees, rowPx) }))
  const [most] = all.sort((a, b) => b.sharpness - a.sharpness)
  return most && most.sharpness > 0 ? most.degrees : 0
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, at) => from + at * step)
}

/** Places where ink ends downwards: what lines of text stand on. A dark photograph has few of them. */
interface Ink {
  xs: Int32Array
  ys: Int32Array
  width: number
  height: number
}

function inkOf({ grey, width, height }: Pixels): Ink {
  const step = Math.max(Math.floor(Math.max(width, height) / lookedAt), 1)
  const threshold = thresholdOf(grey, step)
  const size = { width: Math.ceil(width / step), height: Math.ceil(height / step) }
  const places = new Int32Array(size.width * size.height)
  let count = 0
  for (let y = 0; y < height; y += step) {
    for (let at = y * width; at < (y + 1) * width; at += step) {
      const isDark = (grey[at] ?? 255) < threshold
      if (isDark && (grey[at + step * width] ?? 255) >= threshold) {
        places[count] = at
        count += 1
      }
    }
  }
  const every = Math.max(Math.ceil(count / maxPlaces), 1)
  // In no order: every so many of a regular pattern would have rows of its own.
  const some = places
    .subarray(0, count)
    .filter((place) => (Math.imul(place, scatter) >>> 8) % every === 0)
  return {
    xs: some.map((place) => (place % width) / step),
    ys: some.map((place) => Math.floor(place / width) / step),
    ...size,
  }
}

/** Knuth's multiplicative hash: 2^32 divided by the golden ratio. */
const scatter = 2_654_435_761

/** Between the mean and the darkest: ink is the smaller, darker part of a page. */
function thresholdOf(grey: Uint8Array, step: number): number {
  let [sum, count, darkest] = [0, 0, 255]
  for (let at = 0; at < grey.length; at += step) {
    const value = grey[at] ?? 255
    sum += value
    count += 1
    darkest = Math.min(darkest, value)
  }
  return (sum / Math.max(count, 1) + darkest) / 2
}

function sharpnessAt({ xs, ys, width, height }: Ink, degrees: number, rowPx: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180)
  const offset = Math.ceil(Math.abs(slope) * width)
  const rows = new Int32Array(height + 2 * offset + 1)
  for (let at = 0; at < xs.length; at += 1) {
    const row = Math.trunc(((ys[at] ?? 0) - slope * (xs[at] ?? 0) + offset) / rowPx + 0.5)
    rows[row] = (rows[row] ?? 0) + 1
  }
  let sharpness = 0
  for (let row = 1; row < rows.length; row += 1) {
    sharpness += ((rows[row] ?? 0) - (rows[row - 1] ?? 0)) ** 2
  }
  return sharpness
}
