import { hitsIn, type Part, partsOf } from '../../functions/shared/search/hits.ts'
import { phrasesOf } from '../../functions/shared/search/phrases.ts'
import { wordsOf } from '../../functions/shared/search/words.ts'

/** Splits a text into the hits of `query` and the rest. */
export function markHits(text: string, query: string): Part[] {
  const phrases = phrasesOf(query)
  const words = phrases.length === 0 ? [] : [...wordsOf(text)]
  return partsOf(text, words, hitsIn(words, phrases))
}

/** Index of the text that contains most of the query's words, the first of several; 0 if none contains any. */
export function bestText(texts: (string | null)[], query: string): number {
  const phrases = phrasesOf(query)
  let best = { index: 0, count: 0 }
  for (const [index, text] of texts.entries()) {
    if (best.count === phrases.length) break
    const found = new Set(hitsIn([...wordsOf(text ?? '')], phrases).map(({ phrase }) => phrase))
    if (found.size > best.count) best = { index, count: found.size }
  }
  return best.index
}
