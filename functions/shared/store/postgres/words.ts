/** A word of a text: as it is searched, and where it is. */
export interface Word {
  term: string
  start: number
  end: number
}

/** Longer ones are known by their beginning. */
const longestTerm = 200
/** https://www.postgresql.org/docs/current/textsearch-limits.html: a position, and the bytes of all terms. */
const lastPosition = 16_383
const mostBytes = 900_000

/**
 * The words of a text, in order, by the rules of SQLite's index: runs of letters, digits and private
 * characters, in either case, Latin ones without accents. https://sqlite.org/fts5.html#unicode61_tokenizer
 */
export function* wordsOf(text: string): Generator<Word> {
  for (const { 0: found, index } of text.matchAll(/[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu)) {
    yield { term: toTerm(found), start: index, end: index + found.length }
  }
}

function toTerm(word: string): string {
  const plain = word
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{Script=Inherited}+/gu, '$1')
    .normalize('NFC')
  return [...plain.toLowerCase()].slice(0, longestTerm).join('')
}

/**
 * The words of a text with their positions, as a literal of type tsvector. Neither a configuration nor a locale
 * of the server has a say in it. What goes beyond its limits is not found: words after the first 900,000 bytes
 * of different ones, and words in a row after the first 16,383.
 * https://www.postgresql.org/docs/current/datatype-textsearch.html
 *
 *   Inv 7, inv 8   ──►   'inv':1,3 '7':2 '8':4
 */
export function toVector(text: string): string {
  const positions = new Map<string, number[]>()
  let bytes = 0
  let position = 0
  for (const { term } of wordsOf(text)) {
    position = Math.min(position + 1, lastPosition)
    const known = positions.get(term)
    bytes += known ? 2 : Buffer.byteLength(term) + 6
    if (bytes > mostBytes) break
    if (known) known.push(position)
    else positions.set(term, [position])
  }
  return [...positions].map(([term, at]) => `'${term}':${at.join()}`).join(' ')
}

/** Words that follow each other in a text; the last one of a query may be the beginning of a word. */
export interface Phrase {
  terms: string[]
  isPrefix: boolean
}

/**
 * What a person looks for: what stands between spaces, read by the rules of the text.
 *   inv-2024 to   ──►   inv 2024 in a row, and something that begins with to
 */
export function phrasesOf(query: string): Phrase[] {
  const phrases = query
    .split(/[\s\p{Cc}]+/u)
    .map((part) => [...wordsOf(part)].map(({ term }) => term))
    .filter((terms) => terms.length > 0)
  return phrases.map((terms, index) => ({ terms, isPrefix: index === phrases.length - 1 }))
}

/**
 * A literal of type tsquery: all phrases must be there. Terms are letters and digits, and nothing to escape.
 *   inv-2024 to   ──►   ('inv' <-> '2024') & ('to':*)
 */
export function toQuery(phrases: Phrase[]): string {
  const parts = phrases.map(({ terms, isPrefix }) => {
    const words = terms.map((term) => `'${term}'`).join(' <-> ')
    return isPrefix ? `(${words}:*)` : `(${words})`
  })
  return [...new Set(parts)].join(' & ')
}
