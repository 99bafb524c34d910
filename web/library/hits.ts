import type { Finding } from './search.ts'

interface Word {
  term: string
  start: number
  end: number
}

/**
 * A text in pieces, the words that a search asks for apart from the rest, by the rules of the search
 * itself (functions/shared/store/search/words.ts): what stands between spaces is a word or, as `inv-2024`,
 * several in a row; the last one may be the beginning of a word; case and the accents of Latin letters do
 * not count.
 */
export function markHits(text: string, query: string): Finding['snippet'] {
  const phrases = phrasesOf(query)
  const words = phrases.length === 0 ? [] : wordsOf(text)
  const parts: Finding['snippet'] = []
  let shown = 0
  for (const [index, { start }] of words.entries()) {
    const length = lengthAt(index, words, phrases)
    const last = words[index + length - 1]
    if (length === 0 || !last || last.end <= shown) continue
    const from = Math.max(start, shown)
    if (from > shown) parts.push({ text: text.slice(shown, from), hit: false })
    parts.push({ text: text.slice(from, last.end), hit: true })
    shown = last.end
  }
  return shown < text.length ? [...parts, { text: text.slice(shown), hit: false }] : parts
}

interface Phrase {
  terms: string[]
  isPrefix: boolean
}

function phrasesOf(query: string): Phrase[] {
  const parts = query.split(/[\s\p{Cc}]+/u)
  const phrases = parts
    // The last of the same ones, as that one may be the beginning of a word.
    .filter((part, index) => parts.lastIndexOf(part) === index)
    .map((part) => wordsOf(part).map(({ term }) => term))
    .filter((terms) => terms.length > 0)
  return phrases.map((terms, index) => ({ terms, isPrefix: index === phrases.length - 1 }))
}

/** Words of the longest phrase that stands there; 0 where none does. */
function lengthAt(index: number, words: readonly Word[], phrases: readonly Phrase[]): number {
  let length = 0
  for (const phrase of phrases) {
    if (phrase.terms.length > length && stands(phrase, words, index)) length = phrase.terms.length
  }
  return length
}

function stands({ terms, isPrefix }: Phrase, words: readonly Word[], index: number): boolean {
  return terms.every((term, at) => {
    const word = words[index + at]?.term
    return word === term || (isPrefix && at === terms.length - 1 && word?.startsWith(term))
  })
}

/** Runs of letters, digits and private characters: https://sqlite.org/fts5.html#unicode61_tokenizer */
function wordsOf(text: string): Word[] {
  const found = text.matchAll(/[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu)
  return [...found].map(({ 0: word, index }) => ({
    term: toTerm(word),
    start: index,
    end: index + word.length,
  }))
}

function toTerm(word: string): string {
  const plain = word.normalize('NFD').replace(/(\p{Script=Latin})\p{Script=Inherited}+/gu, '$1')
  // A sigma at a word's end is the same letter.
  return plain.normalize('NFC').toLowerCase().replaceAll('ς', 'σ')
}
