import { toTerm } from './term.ts'
import { unspaced } from './unspaced.ts'
import type { Word } from './word.ts'

const character = `${unspaced}\\p{M}*`
const others = `(?:(?!${unspaced})[\\p{L}\\p{N}\\p{Co}\\p{M}])+`
const anyCharacter = new RegExp(unspaced, 'u')
const pieces = new RegExp(`(${character})(?:(?=(\\n?)(${character}))|)|${others}`, 'gu')
const oneCharacter = new RegExp(`^${character}$`, 'u')

export const hasCharacters = (run: string) => anyCharacter.test(run)
/** Whether it is the term of a single character of a script without spaces: any word that begins so has it. */
export const isCharacter = (term: string) => oneCharacter.test(term)

/**
 * The words of a run in which a script has no spaces between words: each character with the one after it, which
 * may be in the next line, and the last one alone. Two characters in a row are then one word to look for, and one
 * of them is the beginning of a word. What other scripts have in the run are words of their own.
 *   会议室A1   ──►   会议 议室 室 a1
 */
export function* charactersOf(text: string, start: number, end: number): Generator<Word> {
  for (let at = start; at < end; ) {
    pieces.lastIndex = at
    const found = pieces.exec(text)
    if (!found) return
    at = pieces.lastIndex
    const { 0: piece, 1: own, 2: gap = '', 3: next = '', index } = found
    const length = own === undefined ? piece.length : own.length + gap.length + next.length
    yield {
      term: toTerm(own === undefined ? piece : own + next),
      start: index,
      end: index + length,
    }
  }
}
