import type { Snippet } from '../stored.ts'
import type { Phrase } from './phrases.ts'
import { type Word, wordsOf } from './words.ts'

const snippetWords = 48
/** Of a text, some dozens of closely written pages: a snippet takes some ten milliseconds at most. */
const mostCharacters = 100_000

/** Words from `first` up to and including `last`. */
interface Hit {
  first: number
  last: number
  phrase: Phrase
}

/** The part of a text in which most of the phrases are, with their hits; looked for in its first 100,000 characters. */
export function toSnippet(text: string, phrases: Phrase[]): Snippet {
  const words = [...wordsOf(text.slice(0, mostCharacters))]
  const hits = hitsIn(words, phrases)
  const { first, last } = bestPart(hits, words.length)
  const shown = hits.filter((hit) => hit.first >= first && hit.last <= last)
  const begin = first === 0 ? 0 : (words[first]?.start ?? 0)
  const isWhole = last === words.length - 1 && text.length <= mostCharacters
  const end = isWhole ? text.length : (words[last]?.end ?? 0)

  const parts: Snippet = [{ text: begin > 0 ? '…' : '', hit: false }]
  let at = begin
  for (const hit of shown) {
    const [from, to] = [words[hit.first]?.start ?? at, words[hit.last]?.end ?? at]
    // Hits may overlap, and are one then.
    if (to <= at) continue
    parts.push(
      { text: text.slice(at, from), hit: false },
      { text: text.slice(Math.max(at, from), to), hit: true },
    )
    at = to
  }
  parts.push({ text: text.slice(at, end) + (end < text.length ? '…' : ''), hit: false })
  return joined(parts)
}

/** In the order of the text; of those that begin at one word the longest first. */
function hitsIn(words: Word[], phrases: Phrase[]): Hit[] {
  const hits: Hit[] = []
  const [loose, exact] = [phrases.filter(isLoose), phrases.filter((phrase) => !isLoose(phrase))]
  const byFirstTerm = Map.groupBy(exact, ({ terms }) => terms[0])
  for (const [first, { term }] of words.entries()) {
    for (const phrase of [...loose, ...(byFirstTerm.get(term) ?? [])]) {
      if (isAt(words, first, phrase)) {
        hits.push({ first, last: first + phrase.terms.length - 1, phrase })
      }
    }
  }
  return hits.sort((a, b) => a.first - b.first || b.last - a.last)
}

/** Whether its first word may be the beginning of one. */
const isLoose = ({ terms, isPrefix }: Phrase) => isPrefix && terms.length === 1

function isAt(words: Word[], first: number, { terms, isPrefix }: Phrase): boolean {
  return terms.every((wanted, index) => {
    const term = words[first + index]?.term
    const mayGoOn = isPrefix && index === terms.length - 1
    return mayGoOn ? term?.startsWith(wanted) : term === wanted
  })
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

/** Neighbours of one kind are one part, and none is empty. */
function joined(parts: Snippet): Snippet {
  const result: Snippet = []
  for (const { text, hit } of parts) {
    const last = result.at(-1)
    if (text === '') continue
    if (last?.hit === hit) last.text += text
    else result.push({ text, hit })
  }
  return result
}
