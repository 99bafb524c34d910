import type { Word } from '../../../shared/events/contract/recognition.ts'

/** Size of a letter and distance of letters, in px. */
const [letterWidth, letterHeight, advance] = [8, 14, 12]

interface Line {
  left: number
  top: number
  letters: number
  /** Brightness of the ink, as a share of its ground's. */
  ink?: number
}

/** Stroke width, in px; letters are hollow, like most letters. */
const stroke = 2

/** Draws a line of letters; returns its box. */
export function drawLine(
  { grey, width }: { grey: Uint8Array; width: number },
  { left, top, letters, ink = 0.3 }: Line,
): Word['box'] {
  for (let letter = 0; letter < letters; letter += 1) {
    for (let y = top; y < top + letterHeight; y += 1) {
      const start = y * width + left + letter * advance
      const isEdge = Math.min(y - top, top + letterHeight - 1 - y) < stroke
      for (let x = 0; x < letterWidth; x += 1) {
        const isInk = isEdge || Math.min(x, letterWidth - 1 - x) < stroke
        if (isInk) grey[start + x] = (grey[start + x] ?? 0) * ink
      }
    }
  }
  return [left, top, left + letters * advance, top + letterHeight]
}
