import { unspaced } from '../../shared/search/unspaced.ts'
import type { PlacedWord } from './placed-word.ts'

export type WordOfLine = Omit<PlacedWord, 'hasSpaceBefore'>

/** Iterator over the words of a recognized page. */
export interface WordIterator {
  word(): WordOfLine
  /** Text of the current word's line, as Tesseract prints it with `preserve_interword_spaces`. */
  line(): string
  /** Moves to the next word; false at the end of the page. */
  next(): boolean
}

interface Line {
  words: WordOfLine[]
  printed?: string
}

const isUnspaced = new RegExp(unspaced, 'u')

/**
 * All words in reading order. In scripts without spaces between words, Tesseract makes a word of about
 * each character, and only the printed line tells which of them follow a space. Other lines are not
 * printed, because Tesseract would traverse all their letters again.
 */
export function placedWords(iterator: WordIterator): PlacedWord[] {
  const lines: Line[] = []
  do {
    const word = iterator.word()
    const current = word.startsLine ? undefined : lines.at(-1)
    const line = current ?? { words: [] }
    if (!current) lines.push(line)
    line.words.push(word)
    if (isUnspaced.test(word.text)) line.printed ??= iterator.line()
  } while (iterator.next())
  return lines.flatMap(withSpaces)
}

function withSpaces({ words, printed }: Line): PlacedWord[] {
  let at = 0
  return words.map((word) => {
    const start = printed?.indexOf(word.text, at) ?? -1
    const hasSpaceBefore = start < 0 || /\s/.test(printed?.slice(at, start) ?? '')
    if (start >= 0) at = start + word.text.length
    return { ...word, hasSpaceBefore }
  })
}
