import { type Hit, hitsIn, joined, partsOf } from '../../search/hits.ts'
import type { Phrase } from '../../search/phrases.ts'
import { wordsOf } from '../../search/words.ts'
import type { Snippet } from '../values/stored.ts'

const snippetWords = 48
/** Searched part of a text, dozens of dense pages: a snippet takes about ten milliseconds at most. */
const maxCharacters = 100_000

/** Part of a text with the most phrases, and its hits; only the first 100,000 characters are searched. */
export function toSnippet(text: string, phrases: Phrase[]): Snippet {
  const words = [...wordsOf(text.slice(0, maxCharacters))]
  const hits = hitsIn(words, phrases)
  const { first, last } = bestPart(hits, words.length)
  const shown = hits.filter((hit) => hit.first >= first && hit.last <= last)
  const begin = first === 0 ? 0 : (words[first]?.start ?? 0)
  const isWhole = last === words.length - 1 && text.length <= maxCharacters
  const end = isWhole ? text.length : (words[last]?.end ?? 0)

  return joined([
    { text: begin > 0 ? '…' : '', hit: false },
    ...partsOf(text, words, shown, { begin, end }),
    { text: end < text.length ? '…' : '', hit: false },
  ])
}

/** First part with the most different phrases; it begins shortly before its first hit. */
function bestPart(hits: Hit[], wordCount: number): { first: number; last: number } {
  let best = { hit: hits[0], count: 0 }
  // Hits per phrase within `snippetWords` of the current hit.
  const counts = new Map<Phrase, number>()
  let end = 0
  for (const hit of hits) {
    for (let next = hits[end]; next && next.last < hit.first + snippetWords; next = hits[end]) {
      counts.set(next.phrase, (counts.get(next.phrase) ?? 0) + 1)
      end += 1
    }
    if (counts.size > best.count) best = { hit, count: counts.size }
    const others = (counts.get(hit.phrase) ?? 0) - 1
    if (others > 0) counts.set(hit.phrase, others)
    else counts.delete(hit.phrase)
  }
  const begin = (best.hit?.first ?? 0) - snippetWords / 4
  const first = Math.max(0, Math.min(begin, wordCount - snippetWords))
  return { first, last: Math.min(first + snippetWords, wordCount) - 1 }
}
