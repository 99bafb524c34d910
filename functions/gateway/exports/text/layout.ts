import { gapsByBoxes, gapsInText } from '../../../shared/store/corrections/gaps.ts'
import type { StoredPageWithWords } from '../../../shared/store/values/stored.ts'

/** Left, top, right, bottom in px of the upright picture. */
export type Box = [number, number, number, number]

export interface PlacedWord {
  text: string
  /** 0 to 100; null if it was not stored. */
  confidence: number | null
  /** True if a person has corrected it. */
  corrected?: boolean
  /** Null if it was not stored. */
  box: Box | null
  /** Whether white space follows on the same line. */
  hasSpaceAfter: boolean
}

export interface Line {
  words: PlacedWord[]
  /** Null if no word has one. */
  box: Box | null
}

export interface Paragraph {
  lines: Line[]
  box: Box | null
}

type Break = 'none' | 'space' | 'line' | 'paragraph'
type Page = Pick<StoredPageWithWords, 'text' | 'words' | 'wordsOmitted'>

/**
 * Paragraphs of a page, with its words in their order. Lines and paragraphs are those of the text; if the words differ
 * from it, lines are told by the boxes. Without stored words, the words are those of the text, without boxes. Words
 * that a correction took away are left out.
 */
export function layoutOf({ text, words, wordsOmitted }: Page): Paragraph[] {
  if (wordsOmitted) {
    const ofText = (text ?? '').match(/\S+/g) ?? []
    const unplaced = ofText.map((word) => ({ text: word, confidence: null, box: null }))
    return toParagraphs(unplaced, gapsInText(text ?? '', unplaced) ?? [])
  }
  const left = words.filter((word) => word.text !== '')
  const gaps = gapsInText(text ?? '', left)
  if (gaps?.every((gap) => gap.trim() === '')) return toParagraphs(left, gaps)
  return toParagraphs(left, gapsByBoxes(left))
}

function toBreak(whiteSpace: string): Break {
  if (whiteSpace === '') return 'none'
  const newlines = whiteSpace.split('\n').length - 1
  return newlines > 1 ? 'paragraph' : newlines === 1 ? 'line' : 'space'
}

/** `gaps` is the white space before each word, and after the last one. */
function toParagraphs(words: Omit<PlacedWord, 'hasSpaceAfter'>[], gaps: string[]): Paragraph[] {
  const breaks = gaps.slice(0, -1).map(toBreak)
  const paragraphs: PlacedWord[][][] = []
  for (const [index, word] of words.entries()) {
    const before = index === 0 ? 'paragraph' : breaks[index]
    if (before === 'paragraph') paragraphs.push([])
    if (before === 'paragraph' || before === 'line') paragraphs.at(-1)?.push([])
    const hasSpaceAfter = breaks[index + 1] === 'space'
    paragraphs
      .at(-1)
      ?.at(-1)
      ?.push({ ...word, hasSpaceAfter })
  }
  return paragraphs.map((each) => {
    const lines = each.map((words) => ({ words, box: union(words.map(({ box }) => box)) }))
    return { lines, box: union(lines.map(({ box }) => box)) }
  })
}

function union(boxes: (Box | null)[]): Box | null {
  const known = boxes.filter((box) => box !== null)
  if (known.length === 0) return null
  const side = (index: 0 | 1 | 2 | 3) => known.map((box) => box[index])
  return [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))]
}
