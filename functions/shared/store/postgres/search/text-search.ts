import type { Phrase } from '../../../search/phrases.ts'
import { wordsOf } from '../../../search/words.ts'

/** Limits of positions and of the bytes of all terms: https://www.postgresql.org/docs/current/textsearch-limits.html */
const lastPosition = 16_383
const maxBytes = 900_000

/**
 * Words of a text with their positions, as a literal of type tsvector, independent of the server's configuration and
 * locale. Searches do not find what exceeds its limits: words after the first 900,000 bytes of different words, and
 * phrases after the first 16,383 words.
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
    if (bytes > maxBytes) break
    if (known) known.push(position)
    else positions.set(term, [position])
  }
  return [...positions].map(([term, at]) => `'${term}':${at.join()}`).join(' ')
}

/**
 * Literal of type tsquery that matches all phrases. Terms are letters and digits, and need no escaping.
 *   inv-2024 to   ──►   ('inv' <-> '2024') & ('to':*)
 */
export function toQuery(phrases: Phrase[]): string {
  const parts = phrases.map(({ terms, isPrefix }) => {
    const words = terms.map((term) => `'${term}'`).join(' <-> ')
    return isPrefix ? `(${words}:*)` : `(${words})`
  })
  return parts.join(' & ')
}
