import { charactersOf, hasCharacters } from './characters.ts'
import { hyphenatedIn, joined } from './hyphens.ts'
import { toTerm } from './term.ts'
import type { Word } from './word.ts'

/**
 * The words of a text, in its order: runs of letters, digits and private characters, by their terms. Runs of scripts
 * without spaces are given character by character, and what a hyphen parts at the end of a line first as one word and
 * then as it stands:
 *   The fes-⏎tival   ──►   the festival fes tival
 * Both stores index these words and look for them, so another rule needs the indexes made anew.
 */
export function* wordsOf(text: string): Generator<Word> {
  let at = 0
  for (const hyphenated of hyphenatedIn(text)) {
    yield* runsOf(text.slice(at, hyphenated.start), at)
    yield* joined(text, hyphenated, runsOf)
    at = hyphenated.start
  }
  yield* runsOf(text.slice(at), at)
}

function* runsOf(text: string, offset = 0): Generator<Word> {
  for (const { 0: run, index } of text.matchAll(/[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu)) {
    const [start, end] = [index, index + run.length]
    const words = hasCharacters(run)
      ? charactersOf(text, start, end)
      : [{ term: toTerm(run), start, end }]
    for (const { term, start, end } of words) {
      yield { term, start: start + offset, end: end + offset }
    }
  }
}
