import type { PageWord } from '../protocol.ts'

/** Where a line has come to. */
export interface Reached {
  /** Height of its highest character. */
  height: number
  /** Middle of its last character, from the top, and the right edge. */
  middle: number
  right: number
}

export function reachedBy(
  reached: Reached | null,
  [, top, right, bottom]: PageWord['box'],
): Reached {
  const height = Math.max(reached?.height ?? 1, bottom - top)
  return { height, middle: (top + bottom) / 2, right }
}

/** Gap between characters of a word, in heights of a character. */
export const maxGapInWord = 0.25
/** Gap between words of a line. */
const maxGapOnLine = 1.5

/**
 * Gap to the next character in heights of a character, if the line goes on there; else null. PDFium takes a page with two
 * lines of single letters, as Chromium prints them, for one that is written downwards, and ends a line after each of
 * them.
 */
export function gapOnLine(
  { height, middle, right }: Reached,
  [left, top, , bottom]: PageWord['box'],
): number | null {
  const gap = (left - right) / height
  const isBeside = Math.abs((top + bottom) / 2 - middle) < height
  return isBeside && gap > -0.5 && gap < maxGapOnLine ? gap : null
}
