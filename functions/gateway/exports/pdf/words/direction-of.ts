import type { Line } from '../../text/layout.ts'

export type Direction = 'right' | 'down' | 'up'

/** Height divided by width of the narrowest word written horizontally, as `ill`, is less. */
const minWordRatio = 1.8
const minLineRatio = 2

/**
 * Where the words of a line run: down or up if it is much taller than wide and its words lie below or above each other,
 * else to the right, also those of right-to-left scripts.
 */
export function directionOf({ words, box }: Line): Direction {
  if (!box) return 'right'
  const ratio = (box[3] - box[1]) / Math.max(box[2] - box[0], 1)
  const boxes = words.map((word) => word.box).filter((each) => each !== null)
  if (boxes.length === 1) {
    const isLong = Array.from(words[0]?.text ?? '').length > 2
    return isLong && ratio > minWordRatio ? 'down' : 'right'
  }
  if (ratio <= minLineRatio) return 'right'
  const centres = boxes.map(([, top, , bottom]) => (top + bottom) / 2)
  const isEach = (isNext: (centre: number, before: number) => boolean) =>
    centres.slice(1).every((centre, index) => isNext(centre, centres[index] ?? 0))
  if (isEach((centre, before) => centre > before)) return 'down'
  return isEach((centre, before) => centre < before) ? 'up' : 'right'
}
