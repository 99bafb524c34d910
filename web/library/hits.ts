import { hitsIn, type Part, partsOf } from '../../functions/shared/search/hits.ts'
import { phrasesOf } from '../../functions/shared/search/phrases.ts'
import { wordsOf } from '../../functions/shared/search/words.ts'

/** Splits a text into the hits of `query` and the rest. */
export function markHits(text: string, query: string): Part[] {
  const phrases = phrasesOf(query)
  const words = phrases.length === 0 ? [] : [...wordsOf(text)]
  return partsOf(text, words, hitsIn(words, phrases))
}
