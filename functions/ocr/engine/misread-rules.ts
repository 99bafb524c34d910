import type { Grey } from '../preparation/pixels.ts'
import type { PlacedWord } from './placed-word.ts'

/** Confidence from which a word is kept, whatever its shape. */
const minConfidence = 50
/** Height of a word, as a share of the height of the page's words. */
const minHeightShare = 0.4
/**
 * Width of a letter, as a share of the height of its word or of the page's words, whichever is less:
 * a box may span several lines.
 */
const minWidthShare = 0.2
/**
 * Height from which one or two characters may be a stroke of a drawing, as a share of the same, and
 * the largest share of their box that is ink: 0.18 to 0.19 in the arcs of a plan.
 */
const minStrokeHeightShare = 2.5
const maxStrokeInk = 0.22
/** Characters that axes and frames are read as with high confidence, at such heights. */
const strokes = /^[\\/|_~<>()^—-]$/

/**
 * Removes the text of words that Tesseract read in dashed and dotted rules: their boxes are flatter
 * than print, or too narrow for their letters; of doubtful single characters, and of lines, that it
 * read in the axes of a chart or in the arcs of a plan. A block of three rules on a receipt is read
 * as 60 letters (docs/reading.md).
 */
export function withoutMisreadRules(words: PlacedWord[], page: Grey): PlacedWord[] {
  const height = medianHeightOf(words)
  return linesOf(words).flatMap((line) => {
    const isDrawing = line.every((word) => word.text.trim() === '' || isStroke(word, height, page))
    return line.map((word) =>
      isDrawing || isMisreadRule(word, height) ? { ...word, text: '' } : word,
    )
  })
}

function linesOf(words: PlacedWord[]): PlacedWord[][] {
  const lines: PlacedWord[][] = []
  for (const word of words) {
    const line = lines.at(-1)
    if (line && !word.startsLine) line.push(word)
    else lines.push([word])
  }
  return lines
}

function isStroke({ text, box }: PlacedWord, pageHeight: number, page: Grey): boolean {
  const [, top, , bottom] = box
  const isTall = text.length <= 2 && bottom - top > minStrokeHeightShare * pageHeight
  return isTall && inkShareIn(box, page) < maxStrokeInk
}

/** Share of a box that is nearer to its darkest level than to its lightest. */
function inkShareIn([left, top, right, bottom]: PlacedWord['box'], { grey, width }: Grey): number {
  const rows = Array.from({ length: Math.max(bottom - top, 0) }, (_, row) =>
    grey.subarray((top + row) * width + left, (top + row) * width + right),
  )
  let [darkest, lightest, ink, all] = [255, 0, 0, 0]
  for (const row of rows) {
    darkest = row.reduce((least, level) => Math.min(least, level), darkest)
    lightest = row.reduce((most, level) => Math.max(most, level), lightest)
  }
  for (const row of rows) {
    all += row.length
    ink += row.reduce((sum, level) => sum + (level * 2 < darkest + lightest ? 1 : 0), 0)
  }
  return ink / Math.max(all, 1)
}

function isMisreadRule({ text, confidence, box }: PlacedWord, pageHeight: number): boolean {
  const [left, top, right, bottom] = box
  const height = bottom - top
  const isFlat = height < minHeightShare * pageHeight
  const isNarrow =
    text.length > 1 && right - left < minWidthShare * Math.min(height, pageHeight) * text.length
  const isTall = text.length === 1 && height > minStrokeHeightShare * pageHeight
  if (isTall && strokes.test(text)) return true
  return confidence < minConfidence && (isFlat || isNarrow || isTall) && hasLetter(text)
}

/** Letters of scripts with capitals, and digits; the Chinese character for one, 一, is flat as well. */
function hasLetter(text: string): boolean {
  return /[\p{Lu}\p{Ll}\p{N}]/u.test(text)
}

/** Median height of the words, weighted by characters. */
function medianHeightOf(words: PlacedWord[]): number {
  const heights = words
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, box: [, top, , bottom] }) => ({ height: bottom - top, characters: text.length }))
    .sort((a, b) => a.height - b.height)
  const half = heights.reduce((sum, { characters }) => sum + characters, 0) / 2
  let before = 0
  for (const { height, characters } of heights) {
    before += characters
    if (before > half) return height
  }
  return 0
}
