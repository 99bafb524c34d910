import type { Word } from '../../shared/contract.ts'

/** Size of a letter and where the next one begins, in px. */
const [letterWidth, letterHeight, advance] = [8, 14, 12]

interface Line {
  left: number
  top: number
  letters: number
  /** Share of its ground's brightness that the ink has. */
  ink?: number
}

/** Draws a line of letters; gives the box of it. */
export function drawLine(
  { grey, width }: { grey: Uint8Array; width: number },
  { left, top, letters, ink = 0.3 }: Line,
): Word['box'] {
  for (let letter = 0; letter < letters; letter += 1) {
    for (let y = top; y < top + letterHeight; y += 1) {
      const start = y * width + left + letter * advance
      for (let at = start; at < start + letterWidth; at += 1) grey[at] = (grey[at] ?? 0) * ink
    }
  }
  return [left, top, left + letters * advance, top + letterHeight]
}
