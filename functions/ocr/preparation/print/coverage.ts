import type { Word } from '../../../shared/events/contract/recognition.ts'
import type { Print } from './print.ts'

/** Side of a cell in the map of words. */
const cellPx = 4

/**
 * Share of the print within words, in percent of its length along the lines; 100 without print.
 * `words` belong to the page scaled by `scale`.
 */
export function coverageOf(
  { letters, width, height }: Omit<Print, 'size'>,
  words: readonly Pick<Word, 'box'>[],
  scale = 1,
): number {
  const across = Math.ceil(width / cellPx) + 1
  const isWord = new Uint8Array(across * (Math.ceil(height / cellPx) + 1))
  for (const { box } of words) {
    const [left = 0, top = 0, right = 0, bottom = 0] = box.map((px) =>
      Math.floor(px / scale / cellPx),
    )
    for (let y = top; y <= bottom; y += 1) isWord.fill(1, y * across + left, y * across + right + 1)
  }
  let [printedPx, readPx] = [0, 0]
  for (const { left, top, right, bottom } of letters) {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2]
    printedPx += right - left
    const cell = Math.floor(y / cellPx) * across + Math.floor(x / cellPx)
    if (isWord[cell] === 1) readPx += right - left
  }
  return printedPx === 0 ? 100 : (100 * readPx) / printedPx
}
