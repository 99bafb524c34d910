import type { Word } from '../../../shared/events/contract.ts'
import type { Print } from './print.ts'

/** Side of a cell of the map of words, in px. */
const cell = 4

/**
 * Share of the print that lies within words, in per cent, by its length along the lines; 100 where
 * there is no print. The words are those of the page scaled by `scale`.
 */
export function coverageOf(
  { letters, width, height }: Omit<Print, 'size'>,
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
