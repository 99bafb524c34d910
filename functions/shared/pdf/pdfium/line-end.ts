import type { PageWord } from '../protocol.ts'

/** Upper and lower edge of a line so far, and the right edge of its last character. */
export interface Reached {
  top: number
  bottom: number
  right: number
}

export function reachedBy(
  reached: Reached | null,
  [, top, right, bottom]: PageWord['box'],
): Reached {
  const { top: upper = top, bottom: lower = bottom } = reached ?? {}
  return { top: Math.min(upper, top), bottom: Math.max(lower, bottom), right }
}

/** Gap between characters of a word, in heights of the line. */
export const maxGapInWord = 0.25
/** Gap between words of a line. */
const maxGapOnLine = 1.5

/**
 * Gap to the next character in heights of the line, if it goes on there; else null. PDFium takes a page with two lines of
 * single letters, as Chromium prints them, for one that is written downwards, and ends a line after each of them.
 */
export function gapOnLine({ top, bottom, right }: Reached, box: PageWord['box']): number | null {
  const height = Math.max(bottom - top, 1)
  const middle = (box[1] + box[3]) / 2
  const gap = (box[0] - right) / height
  const isBeside = middle > top - height / 4 && middle < bottom + height / 4
  return isBeside && gap > -0.5 && gap < maxGapOnLine ? gap : null
}
