import { isCharacter } from './characters.ts'
import type { Phrase } from './phrases.ts'
import type { Word } from './word.ts'

/** Occurrence of a phrase: from word `first` up to and including word `last`. */
export interface Hit {
  first: number
  last: number
  phrase: Phrase
}

/** Part of a text. */
export interface Part {
  text: string
  hit: boolean
}

/** Hits ordered by first word, then longest first. */
export function hitsIn(words: Word[], phrases: Phrase[]): Hit[] {
  const hits: Hit[] = []
  const [loose, exact] = [phrases.filter(isLoose), phrases.filter((phrase) => !isLoose(phrase))]
  const byFirstTerm = Map.groupBy(exact, ({ terms }) => terms[0])
  for (const [first, { term }] of words.entries()) {
    const sameFirst = byFirstTerm.get(term)
    for (const phrase of sameFirst ? [...loose, ...sameFirst] : loose) {
      if (isAt(words, first, phrase)) {
        hits.push({ first, last: first + phrase.terms.length - 1, phrase })
      }
    }
  }
  return hits.sort((a, b) => a.first - b.first || b.last - a.last)
}

/** Whether the first term matches as a prefix. */
const isLoose = ({ terms, isPrefix }: Phrase) => isPrefix && terms.length === 1

function isAt(words: Word[], first: number, { terms, isPrefix }: Phrase): boolean {
  return terms.every((wanted, index) => {
    const term = words[first + index]?.term
    const isLast = index === terms.length - 1
    return isPrefix && isLast ? term?.startsWith(wanted) : term === wanted
  })
}

/** The text from `begin` to `end`, split into hits and the rest. Overlapping hits are one part; no part is empty. */
export function partsOf(
  text: string,
  words: Word[],
  hits: Hit[],
  { begin = 0, end = text.length } = {},
): Part[] {
  const parts: Part[] = []
  let at = begin
  // Words of a hyphenated stretch are not in text order.
  const places = hits.map((hit) => placeOf(hit, words)).sort((a, b) => a.from - b.from)
  for (const { from, to } of places) {
    if (to <= at) continue
    parts.push(
      { text: text.slice(at, from), hit: false },
      { text: text.slice(Math.max(at, from), to), hit: true },
    )
    at = to
  }
  return joined([...parts, { text: text.slice(at, end), hit: false }])
}

function placeOf({ first, last, phrase }: Hit, words: Word[]): { from: number; to: number } {
  const from = words[first]?.start ?? 0
  const to = words[last]?.end ?? from
  // A word of two characters, of which only the first was searched for.
  const isPart = phrase.isPrefix && isCharacter(phrase.terms.at(-1) ?? '')
  return { from, to: isPart ? Math.min(to, words[last + 1]?.start ?? to) : to }
}

/** Merges adjacent parts of the same kind, and drops empty ones. */
export function joined(parts: Part[]): Part[] {
  const result: Part[] = []
  for (const { text, hit } of parts) {
    const last = result.at(-1)
    if (text === '') continue
    if (last?.hit === hit) last.text += text
    else result.push({ text, hit })
  }
  return result
}
