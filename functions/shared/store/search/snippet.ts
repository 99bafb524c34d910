import { type Hit, hitsIn, joined, partsOf } from '../../search/hits.ts'
import type { Phrase } from '../../search/phrases.ts'
import { wordsOf } from '../../search/words.ts'
import type { Snippet } from '../values/stored.ts'

const snippetWords = 48
/** Of a text, some dozens of closely written pages: a snippet takes some ten milliseconds at most. */
const maxCharacters = 100_000

/** The part of a text in which most of the phrases are, with their hits; looked for in its first 100,000 characters. */
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

/** The first of the parts with most different phrases: begun a little before its first hit. */
function bestPart(hits: Hit[], wordCount: number): { first: number; last: number } {
  let best = { hit: hits[0], count: 0 }
  // Of the hits in reach of one, how many each phrase has.
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
