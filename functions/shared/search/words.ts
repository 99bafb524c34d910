/** A word of a text: as it is searched, and where it is. */
export interface Word {
  term: string
  start: number
  end: number
}

/** Longer ones are known by their beginning. */
const longestTerm = 200
/** Of a word, in UTF-16: enough for that, whatever accents it has. What follows is not looked at. */
const mostUnits = 4 * longestTerm

/**
 * The words of a text, in order: runs of letters, digits and private characters, in either case, Latin ones
 * without accents. SQLite's index has the same ones, but folds more: ς is σ there, ſ is s, the micro sign is μ.
 * PostgreSQL keeps these words, so another rule needs its index made anew.
 * https://sqlite.org/fts5.html#unicode61_tokenizer
 */
export function* wordsOf(text: string): Generator<Word> {
  for (const { 0: found, index } of text.matchAll(/[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu)) {
    yield { term: toTerm(found), start: index, end: index + found.length }
  }
}

function toTerm(word: string): string {
  // Most words of most texts, sooner.
  if (/^[a-z\d]+$/i.test(word)) return word.slice(0, longestTerm).toLowerCase()
  const plain = word
    .slice(0, mostUnits)
    .toWellFormed()
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{Script=Inherited}+/gu, '$1')
    .normalize('NFC')
  return [...plain.toLowerCase()].slice(0, longestTerm).join('')
}
