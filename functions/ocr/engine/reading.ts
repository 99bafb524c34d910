import type { Word } from '../../shared/contract.ts'

export interface Reading {
  /** Lines; an empty one between paragraphs. */
  text: string
  /** Mean of the words, 0 to 100. */
  confidence: number
  words: Word[]
}

/** A word in reading order. */
export interface PlacedWord extends Word {
  startsLine: boolean
  startsParagraph: boolean
}

/** What words say together. */
export function readingOf(placed: PlacedWord[]): Reading {
  let text = ''
  for (const { text: word, startsLine, startsParagraph } of placed) {
    if (text !== '') text += startsParagraph ? '\n\n' : startsLine ? '\n' : ' '
    text += word
  }
  const words = placed.map(({ text, confidence, box }) => ({
    text,
    confidence: rounded(confidence),
    box,
  }))
  const sum = words.reduce((sum, { confidence }) => sum + confidence, 0)
  return {
    text: text === '' ? '' : `${text}\n`,
    confidence: rounded(sum / Math.max(words.length, 1)),
    words,
  }
}

/** To 0.1, within 0 and 100: Tesseract may say less than nothing. */
function rounded(confidence: number): number {
  return Math.round(Math.min(Math.max(confidence, 0), 100) * 10) / 10
}
