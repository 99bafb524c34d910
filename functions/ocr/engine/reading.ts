import type { Word } from '../../shared/events/contract/recognition.ts'
import type { Grey } from '../preparation/pixels.ts'
import { withoutMisreadRules } from './misread-rules.ts'
import type { PlacedWord } from './placed-word.ts'

export interface Reading {
  /** Lines, with an empty line between paragraphs. */
  text: string
  /** Mean confidence of the words, 0 to 100. */
  confidence: number
  words: Word[]
}

/** Tesseract's PageIteratorLevel. */
export const level = { paragraph: 1, line: 2, word: 3 }

/** Joins the words of a page to text, without misread rules. */
export function readingOf(placed: PlacedWord[], page: Grey): Reading {
  const words: Word[] = []
  let text = ''
  let [startsLine, startsParagraph, hasSpaceBefore] = [false, false, false]
  for (const { text: word, confidence, box, ...before } of withoutMisreadRules(placed, page)) {
    startsLine ||= before.startsLine
    startsParagraph ||= before.startsParagraph
    hasSpaceBefore ||= before.hasSpaceBefore
    if (word.trim() === '') continue
    if (text !== '') {
      text += startsParagraph ? '\n\n' : startsLine ? '\n' : hasSpaceBefore ? ' ' : ''
    }
    text += word
    words.push({ text: word, confidence: rounded(confidence), box })
    startsLine = false
    startsParagraph = false
    hasSpaceBefore = false
  }
  const sum = words.reduce((sum, { confidence }) => sum + confidence, 0)
  return {
    text: text === '' ? '' : `${text}\n`,
    confidence: rounded(sum / Math.max(words.length, 1)),
    words,
  }
}

/** Rounds to 0.1 and clamps to 0 to 100: Tesseract may report negative confidence. */
function rounded(confidence: number): number {
  return Math.round(Math.min(Math.max(confidence, 0), 100) * 10) / 10
}
