import type { Grey } from '../pixels.ts'

interface Lines {
  /** Height of a letter, in px. */
  height: number
  left?: number
  top?: number
  columns: number
  rows: number
}

/** Draws lines of the letter o, in black. */
export function drawLines({ grey, width }: Grey, lines: Lines): void {
  const { height, left = 0, top = 0, columns, rows } = lines
  const stroke = Math.max(Math.round(height / 6), 1)
  const pitch = height + Math.max(Math.round(height / 3), 2)
  const isInk = (x: number, y: number) => Math.min(x, y, height - 1 - x, height - 1 - y) < stroke
  for (let letter = 0; letter < columns * rows; letter += 1) {
    const [column, row] = [letter % columns, Math.floor(letter / columns)]
    const start = (top + height + 2 * height * row) * width + left + height + pitch * column
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < height; x += 1) if (isInk(x, y)) grey[start + y * width + x] = 0
    }
  }
}

export function whitePage(width: number, height: number): Grey {
  return { grey: new Uint8Array(width * height).fill(255), width, height }
}
