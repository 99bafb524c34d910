import { isCharacter } from './characters.ts'
import type { Word } from './word.ts'
import { wordsOf } from './words.ts'

/** Words that follow each other in a text. */
export interface Phrase {
  terms: string[]
  /** Whether its last word may be the beginning of one. */
  isPrefix: boolean
}

/** Each takes a search longer: what follows them in a query is not looked for. */
const maxWords = 16

/**
 * What a person looks for: what stands between spaces, read by the rules of the text. At most 16 words, none of
 * which says what another one says already.
 *   inv-2024 to   ──►   inv 2024 in a row, and something that begins with to
 *   the the th    ──►   the
 *   会议室 室      ──►   会议 议室 in a row, and something that begins with 室
 */
export function phrasesOf(query: string): Phrase[] {
  const parts = query
    .split(/[\s\p{Cc}]+/u)
    .map((part) => withoutLastCharacter([...wordsOf(part)]))
    .filter((words) => words.length > 0)
  const phrases = new Map<string, Phrase>()
  let left = maxWords
  for (const [index, words] of parts.entries()) {
    const terms = words.slice(0, left).map(({ term }) => term)
    const last = terms.at(-1)
    if (last === undefined) break
    const isWhole = terms.length === words.length
    const isPrefix = isWhole && (index === parts.length - 1 || isCharacter(last))
    const key = `${terms.join(' ')}${isPrefix ? '*' : ''}`
    if (phrases.has(key)) continue
    phrases.set(key, { terms, isPrefix })
    left -= terms.length
  }
  const all = [...phrases.values()]
  return all.filter((phrase) => !all.some((other) => other !== phrase && implies(other, phrase)))
}

/** The last character of a run is in the word before it already, and in a text it may not be the last one. */
function withoutLastCharacter(words: Word[]): Word[] {
  return words.at(-1)?.end === words.at(-2)?.end ? words.slice(0, -1) : words
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
