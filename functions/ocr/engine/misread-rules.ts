import type { PlacedWord } from './placed-word.ts'

/** Confidence of a word from which its letters are believed, whatever their shape. */
const believed = 50
/** Height of a letter, as a share of the height of the page's words. */
const minHeight = 0.4
/**
 * Width of a letter, as a share of its word's height, or of the page's: a box may reach over
 * several lines.
 */
const minWidth = 0.2

/** Height of a single character from which it may be a stroke of a drawing, as such a share. */
const minStrokeHeight = 2.5
/** Characters that strokes of a drawing are read as, and surely. */
const strokes = /^[\\/|_~<>()^—-]$/

/**
 * Without letters and digits that Tesseract sees in dashed and dotted rules, in boxes that are
 * flatter than print or too narrow for so many letters; and without single characters that it sees
 * in the arcs and corners of a plan. A receipt's block of three rules is read as 60 such letters
 * (docs/reading.md).
 */
export function withoutMisreadRules(words: PlacedWord[]): PlacedWord[] {
  const height = heightOf(words)
  return words.map((word) => (isMisreadRule(word, height) ? { ...word, text: '' } : word))
}

function isMisreadRule({ text, confidence, box }: PlacedWord, pageHeight: number): boolean {
  const [left, top, right, bottom] = box
  const height = bottom - top
  const isFlat = height < minHeight * pageHeight
  const isNarrow =
    text.length > 1 && right - left < minWidth * Math.min(height, pageHeight) * text.length
  const isTall = text.length === 1 && height > minStrokeHeight * pageHeight
  if (isTall && strokes.test(text)) return true
  return confidence < believed && (isFlat || isNarrow || isTall) && hasLetter(text)
}

/** Of scripts with capitals, or a digit: the Chinese for one, 一, is flat. */
function hasLetter(text: string): boolean {
  return /[\p{Lu}\p{Ll}\p{N}]/u.test(text)
}

/** Height of the word that the page's middle character belongs to. */
function heightOf(words: PlacedWord[]): number {
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
