import type { Pixels } from './pixels.ts'

/** Maximum skew of scans and photographs; a peak beyond it is an artefact of the search. */
const maxSkewDegrees = 12
/** Samples along the longer side, and lower edges of ink: more do not improve the angle. */
const sampledSidePx = 800
const maxSampledEdges = 20_000
/** Sharpness of the rows at the angle, as a multiple of their sharpness at 0. */
const minSharpnessRatio = 2

/**
 * Angle of a page's lines in degrees, to 0.1, positive where they descend to the right; 0 where it is
 * unknown. Along its lines the ink of a page falls into sharp rows, so the angle is the one at which
 * rows differ most from their neighbours. Takes about 11 ms.
 */
export function skewOf(pixels: Pixels): number {
  const ink = inkOf(pixels)
  // Rows of several px respond to angles between two steps, too.
  const coarse = sharpest(ink, range(-maxSkewDegrees - 1, maxSkewDegrees + 1, 0.5), 3)
  if (Math.abs(coarse) > maxSkewDegrees) return 0
  const fine = sharpest(ink, range(coarse - 0.6, coarse + 0.6, 0.1), 1)
  const isConvincing = sharpnessAt(ink, fine, 1) > minSharpnessRatio * sharpnessAt(ink, 0, 1)
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

/** Lower edges of ink, as along the baselines of text. A dark photograph has few of them. */
interface Ink {
  xs: Int32Array
  ys: Int32Array
  width: number
  height: number
}

function inkOf({ grey, width, height }: Pixels): Ink {
  const step = Math.max(Math.floor(Math.max(width, height) / sampledSidePx), 1)
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
  const every = Math.max(Math.ceil(count / maxSampledEdges), 1)
  // Scattered: every n-th place of a regular pattern would form rows of its own.
  const some = places
    .subarray(0, count)
    .filter((place) => (Math.imul(place, hashFactor) >>> 8) % every === 0)
  return {
    xs: some.map((place) => (place % width) / step),
    ys: some.map((place) => Math.floor(place / width) / step),
    ...size,
  }
}

/** Knuth's multiplicative hash: 2^32 divided by the golden ratio. */
const hashFactor = 2_654_435_761

/** Halfway between the mean and the darkest level: ink is the smaller, darker part of a page. */
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
