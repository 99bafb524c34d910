import type { Samples } from './samples.ts'

/** Side of a cell: a line of small print. */
const cellPx = 16
/** Distance of sampled pixels, in both directions. */
const stepPx = 3
/** Difference between the darkest and the lightest level of a cell in which letters are visible, */
const minVisibleRange = 96
/** and below which they are invisible. */
const minLuminanceRange = 64
/** Share of the cells with contrast in which a channel must be clearer than luminance. */
const minClearerShare = 0.05

type Weights = readonly [red: number, green: number, blue: number]
/** In 256ths. */
const luminance: Weights = [77, 150, 29]
const singleChannels: Weights[] = [
  [256, 0, 0],
  [0, 256, 0],
  [0, 0, 256],
]

/**
 * Channels (0 red, 1 green, 2 blue) that have contrast where luminance has none; empty for most
 * pictures.
 */
export function clearerChannels(samples: Samples): (0 | 1 | 2)[] {
  const clearer = [0, 0, 0]
  let cells = 0
  for (let top = 0; top + cellPx <= samples.height; top += cellPx) {
    for (let left = 0; left + cellPx <= samples.width; left += cellPx) {
      if (rangeAt(samples, { left, top, weights: luminance }) >= minLuminanceRange) {
        cells += 1
        continue
      }
      const ranges = singleChannels.map((weights) => rangeAt(samples, { left, top, weights }))
      if (Math.max(...ranges) >= minVisibleRange) cells += 1
      for (const [at, range] of ranges.entries()) {
        if (range >= minVisibleRange) clearer[at] = (clearer[at] ?? 0) + 1
      }
    }
  }
  return ([0, 1, 2] as const).filter((at) => (clearer[at] ?? 0) > minClearerShare * cells)
}

interface Place {
  left: number
  top: number
  weights: Weights
}

function rangeAt({ data, width, channels }: Samples, { left, top, weights }: Place): number {
  const [red, green, blue] = weights
  let [darkest, lightest] = [65_535, 0]
  for (let y = top; y < top + cellPx; y += stepPx) {
    const end = (y * width + left + cellPx) * channels
    for (let at = (y * width + left) * channels; at < end; at += stepPx * channels) {
      const level = (data[at] ?? 0) * red + (data[at + 1] ?? 0) * green + (data[at + 2] ?? 0) * blue
      if (level < darkest) darkest = level
      if (level > lightest) lightest = level
    }
  }
  return (lightest - darkest) >> 8
}
