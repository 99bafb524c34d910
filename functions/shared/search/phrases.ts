import { isCharacter } from './characters.ts'
import type { Word } from './word.ts'
import { wordsOf } from './words.ts'

/** Adjacent words. */
export interface Phrase {
  terms: string[]
  /** Whether the last term matches as a prefix. */
  isPrefix: boolean
}

/** Limit of a search's duration: further words of a query are ignored. */
const maxWords = 16

/**
 * Phrases of a query: its parts between spaces, split into words by the rules for texts. At most 16 words; phrases
 * that another phrase implies are dropped.
 *   inv-2024 to   ──►   inv 2024 in a row, and a word that begins with to
 *   the the th    ──►   the
 *   会议室 室      ──►   会议 议室 in a row, and a word that begins with 室
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

/** The last character of a run is already in the word before it, and need not end a run in the text. */
function withoutLastCharacter(words: Word[]): Word[] {
  return words.at(-1)?.end === words.at(-2)?.end ? words.slice(0, -1) : words
}

/** Whether every text that contains `one` also contains `other`. */
function implies(one: Phrase, other: Phrase): boolean {
  return one.terms.some((_, from) =>
    other.terms.every((term, index) => {
      const own = one.terms[from + index]
      if (other.isPrefix && index === other.terms.length - 1) return own?.startsWith(term)
      const isPrefix = one.isPrefix && from + index === one.terms.length - 1
      return own === term && !isPrefix
    }),
  )
}
