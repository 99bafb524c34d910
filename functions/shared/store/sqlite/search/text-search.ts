import type { Phrase } from '../../../search/phrases.ts'
import { wordsOf } from '../../../search/words.ts'

/** What FTS5 indexes of a text: the terms of its words, between spaces. */
export function toSearched(text: string): string {
  return Array.from(wordsOf(text), ({ term }) => term).join(' ')
}

/**
 * Phrases as an FTS5 expression: all must be there, each in a row. Terms are letters and digits, and nothing to
 * escape. https://sqlite.org/fts5.html#full_text_query_syntax
 *   inv-2024 to   ──►   "inv 2024" "to"*
 */
export function toMatch(phrases: Phrase[]): string {
  return phrases
    .map(({ terms, isPrefix }) => `"${terms.join(' ')}"${isPrefix ? '*' : ''}`)
    .join(' ')
}
