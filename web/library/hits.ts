import { hitsIn, type Part, partsOf } from '../../functions/shared/search/hits.ts'
import { phrasesOf } from '../../functions/shared/search/phrases.ts'
import { wordsOf } from '../../functions/shared/search/words.ts'

/** A text in pieces, what a search for `query` finds in it apart from the rest. */
export function markHits(text: string, query: string): Part[] {
  const phrases = phrasesOf(query)
  const words = phrases.length === 0 ? [] : [...wordsOf(text)]
  return partsOf(text, words, hitsIn(words, phrases))
}
