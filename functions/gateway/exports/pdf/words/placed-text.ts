import type { StoredPageWithWords } from '../../../../shared/store/values/stored.ts'
import { isRightToLeft } from '../../text/direction.ts'
import { type Box, type Line, layoutOf, type PlacedWord } from '../../text/layout.ts'
import { type Direction, directionOf } from './direction-of.ts'

/** A word as it is written, in px from the lower left corner of the page. */
export interface PlacedText {
  text: string
  direction: Direction
  /** Left end of the baseline; of a word that runs up or down, its beginning. */
  x: number
  y: number
  /** Along the baseline. */
  length: number
  /** Height of the letters. */
  size: number
  /** Whether a space or the end of the line separates it from the next word. */
  isSeparated: boolean
  isRightToLeft: boolean
}

/** Characters that no reader shows. */
const notPrinted = /(?!\s)[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu

/** The words of a page in their order, each on its box; all of them, or those that are marked as corrected. */
export function placedTexts(
  page: StoredPageWithWords,
  which: 'all' | 'corrected' = 'all',
): PlacedText[] {
  const isPlaced = (word: PlacedWord) => which === 'all' || word.corrected === true
  const lines = layoutOf(page).flatMap(({ lines }) => lines)
  return separated(lines.flatMap((line) => ofLine(line, page.height, isPlaced)))
}

function ofLine(line: Line, height: number, isPlaced: (word: PlacedWord) => boolean): PlacedText[] {
  const direction = directionOf(line)
  return line.words.flatMap((word, index) => {
    const { text, box, hasSpaceAfter } = word
    const printed = text.replace(notPrinted, '').replace(/\s+/g, ' ').trim()
    if (!box || printed === '' || !isPlaced(word)) return []
    const next = line.words[index + 1]
    const isSeparated = hasSpaceAfter || !next || !isPlaced(next)
    const isRightToLeftWord = direction === 'right' && isRightToLeft(printed)
    const parts = isRightToLeftWord ? fromRightToLeft(printed, box) : [{ text: printed, box }]
    return parts.map((part, index) => ({
      ...{ text: part.text, direction, ...place(part.box, direction, height) },
      isSeparated: isSeparated || index < parts.length - 1,
      isRightToLeft: isRightToLeftWord,
    }))
  })
}

/** Places of the words of a correction: readers restore the order of the letters in a word, but not that of words. */
function fromRightToLeft(text: string, [left, top, right, bottom]: Box) {
  const letter = (right - left) / text.length
  let end = right
  return text.split(' ').map((word) => {
    const box: Box = [end - word.length * letter, top, end, bottom]
    end = box[0] - letter
    return { text: word, box }
  })
}

/** The baseline is the side of the box that is below the letters. */
function place([left, top, right, bottom]: Box, direction: Direction, height: number) {
  // A word that has no area is not read.
  const [across, down] = [Math.max(right - left, 1), Math.max(bottom - top, 1)]
  switch (direction) {
    case 'right':
      return { x: left, y: height - bottom, length: across, size: down }
    case 'down':
      return { x: left, y: height - top, length: down, size: across }
    case 'up':
      return { x: right, y: height - bottom, length: down, size: across }
  }
}

/**
 * Poppler joins words of a line with a gap of less than 0.15 of the letters' height, or an overlap of less than 0.2
 * (minWordSpacing and minDupBreakOverlap in its TextOutputDev.cc); pdf.js those with a gap of less than 0.03.
 */
const [minGap, minOverlap] = [0.16, 0.21]
/** Words on lines further apart are separate. */
const minRise = 0.5
/** Part of its length that a word may lose to the one before it. */
const maxShare = 0.08

/** Words with a gap that readers take for one. */
function separated(words: PlacedText[]): PlacedText[] {
  const spaced = words.map((word) => ({ ...word }))
  for (const [index, word] of spaced.entries()) {
    const next = spaced[index + 1]
    if (next && isJoined(word, next)) separate(word, next)
  }
  return spaced
}

function isJoined(word: PlacedText, next: PlacedText): boolean {
  return (
    word.isSeparated &&
    word.direction === 'right' &&
    next.direction === 'right' &&
    next.x > word.x &&
    next.x - word.x - word.length < minGap * word.size &&
    Math.abs(next.y - word.y) < minRise * Math.max(word.size, next.size)
  )
}

/**
 * The word ends earlier, and if that is not enough, the next one starts later; a word of which half is covered stays.
 */
function separate(word: PlacedText, next: PlacedText): void {
  const missing = word.x + word.length + minGap * word.size - next.x
  const fromNext = Math.max(Math.min(missing - maxShare * word.length, maxShare * next.length), 0)
  const left = word.length - (missing - fromNext)
  if (left < word.length / 2) {
    word.length = Math.max(word.length, next.x + minOverlap * word.size - word.x)
    return
  }
  next.x += fromNext
  next.length -= fromNext
  word.length = left
}
