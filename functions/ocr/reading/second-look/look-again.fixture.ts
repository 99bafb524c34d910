import type { Word } from '../../../shared/events/contract/recognition.ts'
import type { Reading } from '../../engine/reading.ts'
import type { Pixels } from '../../preparation/pixels.ts'
import { drawLine } from '../../preparation/print/print.fixture.ts'
import { type Read, toCandidate } from './look-again.ts'

export const reading = (confidence: number): Reading => ({
  ...{ text: 'word', confidence },
  words: [{ text: 'word', confidence, box: [0, 0, 30, 10] }],
})
export const nothing: Reading = { text: '', confidence: 0, words: [] }

/** Grey page with a black pixel at the top left. */
export function page(width: number, height: number, black = [0]): Pixels {
  const grey = new Uint8Array(width * height).fill(200)
  for (const at of black) grey[at] = 0
  return { grey, width, height, resolution: 300 }
}
export const first = (pixels: Pixels, read: Reading) =>
  toCandidate({ pixels, toPicture: (point) => point }, read)
export const neverAgain: Read = async () => {
  throw new Error('read again')
}
/** Grey page with lines of letters at the given tops. */
export function pageOfPrint(tops: number[]): Pixels {
  const grey = new Uint8Array(200 * 100).fill(200)
  for (const top of tops) drawLine({ grey, width: 200 }, { left: 10, top, letters: 10 })
  return { grey, width: 200, height: 100, resolution: 300 }
}
export const wordOver = (top: number): Word => ({
  ...{ text: 'abcdefghij', confidence: 95 },
  box: [0, top - 1, 299, top + 24],
})
/** Whether the black pixel is at the bottom right. */
export const isTurned = ({ grey }: Pixels) => (grey.at(-1) ?? 255) < 100
