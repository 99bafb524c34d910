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
/** Height from which a single character may be a stroke of a drawing, as a share of the same. */
const minStrokeHeightShare = 2.5
/** Characters that strokes of a drawing are read as with high confidence. */
const strokes = /^[\\/|_~<>()^—-]$/

/**
 * Removes the text of words that Tesseract read in dashed and dotted rules: their boxes are flatter
 * than print, or too narrow for their letters; and of single characters that it read in the arcs and
 * corners of a plan. A block of three rules on a receipt is read as 60 letters (docs/reading.md).
 */
export function withoutMisreadRules(words: PlacedWord[]): PlacedWord[] {
  const height = medianHeightOf(words)
  return words.map((word) => (isMisreadRule(word, height) ? { ...word, text: '' } : word))
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
