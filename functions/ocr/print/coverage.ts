import type { Word } from '../../shared/contract.ts'
import type { Pixels } from '../pixels.ts'
import { type Blot, blotsOf } from './blots.ts'
import { lettersOf } from './letters.ts'

/** What looks like print on a page: each letter's box, in px of the page. */
export interface Print {
  letters: Blot[]
  width: number
  height: number
}

/** Takes 30 ms for a report page, 10 for a receipt. */
export function printOf(pixels: Pixels): Print {
  const { width, height } = pixels
  // What touches the edge is a table that the page lies on, or a torn edge.
  const inside = blotsOf(pixels).filter(
    ({ left, top, right, bottom }) => left > 0 && top > 0 && right < width && bottom < height,
  )
  return { letters: lettersOf(inside), width, height }
}

/** Side of a cell of the map of words, in px. */
const cell = 4

/**
 * Share of the print that lies within words, in per cent, by its length along the lines; 100 where
 * there is no print. The words are those of the page enlarged by `scale`.
 */
export function coverageOf(
  { letters, width, height }: Print,
  words: readonly Pick<Word, 'box'>[],
  scale = 1,
): number {
  const across = Math.ceil(width / cell) + 1
  const isWord = new Uint8Array(across * (Math.ceil(height / cell) + 1))
  for (const { box } of words) {
    const [left = 0, top = 0, right = 0, bottom = 0] = box.map((px) =>
      Math.floor(px / scale / cell),
    )
    for (let y = top; y <= bottom; y += 1) isWord.fill(1, y * across + left, y * across + right + 1)
  }
  let [print, read] = [0, 0]
  for (const { left, top, right, bottom } of letters) {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2]
    print += right - left
    if (isWord[Math.floor(y / cell) * across + Math.floor(x / cell)] === 1) read += right - left
  }
  return print === 0 ? 100 : (100 * read) / print
}
