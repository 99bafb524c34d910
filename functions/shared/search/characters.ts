import { toTerm } from './term.ts'
import { unspaced } from './unspaced.ts'
import type { Word } from './word.ts'

const character = `${unspaced}\\p{M}*`
const others = `(?:(?!${unspaced})[\\p{L}\\p{N}\\p{Co}\\p{M}])+`
const anyCharacter = new RegExp(unspaced, 'u')
const pieces = new RegExp(`(${character})(?:(?=(\\n?)(${character}))|)|${others}`, 'gu')
const oneCharacter = new RegExp(`^${character}$`, 'u')

export const hasCharacters = (run: string) => anyCharacter.test(run)
/** Whether a term is a single character of a script without spaces, which matches as a prefix of any word. */
export const isCharacter = (term: string) => oneCharacter.test(term)

/**
 * Words of a run in a script without spaces: each character together with the next one, which may be on the next line,
 * and the last character alone. So two adjacent characters are one search term, and a single character is a prefix.
 * Parts of the run in other scripts are separate words.
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
