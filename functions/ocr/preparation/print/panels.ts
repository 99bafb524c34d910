import type { Grey } from '../pixels.ts'
import type { Component } from './components.ts'

/** Height of a panel, in heights of letters: joined letters are lower. */
const minHeightInLetters = 1.4
/** Higher ones, in px, are found as the ground of letters. */
const maxHeightPx = 100
/** Share of its box that a panel fills: the rest is print and rounded corners. */
const minFillShare = 0.5
/** Distance of its upper and lower edge from its box, in heights; and the share of them it fills. */
const edgeInHeights = 0.15
const minEdgeShare = 0.8
/** Strokes of print that its middle crosses: two letters and more. */
const minStrokes = 3
/** Levels that a panel varies. */
const maxDifference = 30

/** Row of a panel above its print. */
export function upperEdgeOf({ top, bottom }: Component): number {
  return top + Math.round(edgeInHeights * (bottom - top))
}

/**
 * Whether ink is the ground of print, as in a button: unlike joined letters, it fills its edges.
 * `letterHeight` is the median of the page, in px.
 */
export function isPanel(component: Component, page: Grey, letterHeight: number): boolean {
  const { left, top, right, bottom, area } = component
  const [width, height] = [right - left, bottom - top]
  if (height < minHeightInLetters * letterHeight || height > maxHeightPx || width < height)
    return false
  if (area < minFillShare * width * height) return false
  const edge = upperEdgeOf(component)
  const level = page.grey[edge * page.width + ((left + right) >> 1)] ?? 255
  const row = (y: number) =>
    partsOf(page.grey.subarray(y * page.width + left, y * page.width + right), level)
  const [upper, middle, lower] = [
    row(edge),
    row((top + bottom) >> 1),
    row(bottom - 1 - (edge - top)),
  ]
  return Math.min(upper.filled, lower.filled) >= minEdgeShare * width && middle.others >= minStrokes
}

/** Number of pixels of about this level, and of the runs of others between them. */
function partsOf(levels: Uint8Array, level: number): { filled: number; others: number } {
  let [filled, others, wasFilled] = [0, 0, false]
  for (const each of levels) {
    const isFilled = Math.abs(each - level) <= maxDifference
    if (isFilled) filled += 1
    else if (wasFilled) others += 1
    wasFilled = isFilled
  }
  return { filled, others }
}
