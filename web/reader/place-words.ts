import type { PageWithWords } from '../../functions/shared/http/api.ts'
import { linesOf, type Token } from './corrections/tokens.ts'

type Box = PageWithWords['words'][number]['box']

/** A word over the picture, in px of it. */
export interface PlacedWord extends Token {
  box: Box
  left: number
  top: number
  /** Along the line. */
  length: number
  /** Across the line. */
  size: number
  direction: 'right' | 'down' | 'up'
}

/** A line's words are as high as the line, so that a selection is even, unless the line is skewed that much. */
const maxBand = 1.6

/** The words of a page on their boxes, in the order of the text. */
export function placeWords(tokens: readonly Token[], words: PageWithWords['words']): PlacedWord[] {
  const boxOf = ({ index }: Token): Box => words[index]?.box ?? [0, 0, 0, 0]
  return linesOf(tokens).flatMap((line) => {
    // A word that was taken away may be from another line.
    const shown = line.filter(({ text }) => text !== '')
    const direction = directionOf(shown.map(boxOf), shown[0]?.text ?? '')
    const band = bandOf(shown.map(boxOf), direction)
    return line.map((token) => {
      const box = boxOf(token)
      const isTakenAway = token.text === ''
      return {
        ...{ ...token, box },
        ...place(box, isTakenAway ? 'right' : direction, isTakenAway ? null : band),
      }
    })
  })
}

type Band = [from: number, to: number] | null

function place([left, top, right, bottom]: Box, direction: PlacedWord['direction'], band: Band) {
  const isAcross = direction === 'right'
  const [from, to] = band ?? (isAcross ? [top, bottom] : [left, right])
  const size = Math.max(to - from, 1)
  const length = Math.max(isAcross ? right - left : bottom - top, 1)
  return { left: isAcross ? left : from, top: isAcross ? from : top, length, size, direction }
}

/** Extent of a line across its direction; null if it is much more than that of its words. */
function bandOf(boxes: Box[], direction: PlacedWord['direction']): Band {
  const [from, to] = direction === 'right' ? [1, 3] : [0, 2]
  const start = Math.min(...boxes.map((box) => box[from] ?? 0))
  const end = Math.max(...boxes.map((box) => box[to] ?? 0))
  const sizes = boxes.map((box) => (box[to] ?? 0) - (box[from] ?? 0)).sort((a, b) => a - b)
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0
  return end - start <= median * maxBand ? [start, end] : null
}

/** As in the searchable PDF: down or up if the line is much taller than wide and its words follow each other so. */
function directionOf(boxes: Box[], firstText: string): PlacedWord['direction'] {
  const width = Math.max(...boxes.map((box) => box[2])) - Math.min(...boxes.map((box) => box[0]))
  const height = Math.max(...boxes.map((box) => box[3])) - Math.min(...boxes.map((box) => box[1]))
  const ratio = height / Math.max(width, 1)
  if (boxes.length < 2) return firstText.length > 2 && ratio > 1.8 ? 'down' : 'right'
  if (ratio <= 2) return 'right'
  const middles = boxes.map(([, top, , bottom]) => (top + bottom) / 2)
  const steps = middles.slice(1).map((middle, index) => middle - (middles[index] ?? 0))
  if (steps.every((step) => step > 0)) return 'down'
  return steps.every((step) => step < 0) ? 'up' : 'right'
}

/** The word nearest to a point; null without words. */
export function nearestWord(words: readonly PlacedWord[], x: number, y: number): PlacedWord | null {
  let nearest: PlacedWord | null = null
  let least = Number.POSITIVE_INFINITY
  for (const word of words) {
    if (word.text === '') continue
    const isAcross = word.direction === 'right'
    const [width, height] = isAcross ? [word.length, word.size] : [word.size, word.length]
    const dx = Math.max(word.left - x, x - word.left - width, 0)
    const dy = Math.max(word.top - y, y - word.top - height, 0)
    // Points beside a line belong to it rather than to the lines above and below.
    const distance = dx * dx + 4 * dy * dy
    if (distance >= least) continue
    nearest = word
    least = distance
  }
  return nearest
}

/** Offset in a word's text of the gap between letters that is nearest to a point. */
export function offsetAt(word: PlacedWord, x: number, y: number): number {
  const along = { right: x - word.left, down: y - word.top, up: word.top + word.length - y }
  const share = along[word.direction] / word.length
  return Math.round(Math.min(Math.max(share, 0), 1) * word.text.length)
}
