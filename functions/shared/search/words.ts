import { charactersOf, hasCharacters } from './characters.ts'
import { hyphenatedIn, joined } from './hyphens.ts'
import { toTerm } from './term.ts'
import type { Word } from './word.ts'

/**
 * Words of a text in order: runs of letters, digits and private-use characters, as terms. Runs of scripts without
 * spaces yield one word per character, and a word hyphenated at the end of a line is yielded joined, then in parts:
 *   The fes-⏎tival   ──►   the festival fes tival
 * Both stores index and query these words, so a change of these rules requires a rebuild of the indexes.
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
