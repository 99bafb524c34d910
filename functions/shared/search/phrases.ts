import { wordsOf } from './words.ts'

/** Words that follow each other in a text; the last one of a query may be the beginning of a word. */
export interface Phrase {
  terms: string[]
  isPrefix: boolean
  /** As the query has it, from the first of its words to the last. */
  text: string
}

/** Each takes a search longer: what follows them in a query is not looked for. */
const mostWords = 16

/**
 * What a person looks for: what stands between spaces, read by the rules of the text. At most 16 words, none of
 * which says what another one says already.
 *   inv-2024 to   ──►   inv 2024 in a row, and something that begins with to
 *   the the th    ──►   the
 */
export function phrasesOf(query: string): Phrase[] {
  const parts = query
    .split(/[\s\p{Cc}]+/u)
    .map((text) => ({ text, words: [...wordsOf(text)] }))
    .filter(({ words }) => words.length > 0)
  const phrases = new Map<string, Phrase>()
  let left = mostWords
  for (const [index, { text, words }] of parts.entries()) {
    const looked = words.slice(0, left)
    const [first, last] = [looked.at(0), looked.at(-1)]
    if (!first || !last) break
    const terms = looked.map(({ term }) => term)
    const isPrefix = index === parts.length - 1 && looked.length === words.length
    const key = `${terms.join(' ')}${isPrefix ? '*' : ''}`
    if (phrases.has(key)) continue
    phrases.set(key, { terms, isPrefix, text: text.slice(first.start, last.end) })
    left -= looked.length
  }
  const all = [...phrases.values()]
  return all.filter((phrase) => !all.some((other) => other !== phrase && implies(other, phrase)))
}

/** Whether a text in which the one is has the other as well. */
function implies(one: Phrase, other: Phrase): boolean {
  return one.terms.some((_, from) =>
    other.terms.every((term, index) => {
      const said = one.terms[from + index]
      const isBeginning = other.isPrefix && index === other.terms.length - 1
      if (isBeginning) return said?.startsWith(term)
      const mayGoOn = one.isPrefix && from + index === one.terms.length - 1
      return said === term && !mayGoOn
    }),
  )
}
