import type { Phrase } from '../../../search/phrases.ts'
import { wordsOf } from '../../../search/words.ts'

/** Terms of a text for FTS5, separated by spaces. */
export function toSearched(text: string): string {
  return Array.from(wordsOf(text), ({ term }) => term).join(' ')
}

/**
 * FTS5 expression that matches all phrases. Terms are letters and digits, and need no escaping.
 * https://sqlite.org/fts5.html#full_text_query_syntax
 *   inv-2024 to   ──►   "inv 2024" "to"*
 */
export function toMatch(phrases: Phrase[]): string {
  return phrases
    .map(({ terms, isPrefix }) => `"${terms.join(' ')}"${isPrefix ? '*' : ''}`)
    .join(' ')
}
