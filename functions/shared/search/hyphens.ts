import type { Word } from './word.ts'

/** A stretch of a text without spaces, but for the ends of lines at `cuts`. */
export interface Hyphenated {
  start: number
  end: number
  /** Where a hyphen stands before the end of a line, between letters: from the hyphen to the next line. */
  cuts: { start: number; end: number }[]
}

/** Where a hyphen stands at the end of a line, what it may part: from one space to the next. */
export function* hyphenatedIn(text: string): Generator<Hyphenated> {
  // Lines far from each other are taken for paragraphs, with an empty line between them.
  const cuts = /([\p{L}\p{M}])([-\u00ad\u2010-\u2015\u2e17¬]\n{1,2})(?=\p{L})/gu
  const spaces = /\s/g
  let current: Hyphenated | undefined
  for (const { 0: match, 1: letter = '', index } of text.matchAll(cuts)) {
    const cut = { start: index + letter.length, end: index + match.length }
    spaces.lastIndex = cut.end
    const end = spaces.exec(text)?.index ?? text.length
    if (current && cut.start <= current.end) {
      current.cuts.push(cut)
      current.end = end
      continue
    }
    if (current) yield current
    let start = index
    while (start > (current?.end ?? 0) && !/\s/.test(text[start - 1] ?? '')) start -= 1
    current = { start, end, cuts: [cut] }
  }
  if (current) yield current
}

/** The words of the stretch without its cuts, at their places in the text. */
export function* joined(
  text: string,
  { start, end, cuts }: Hyphenated,
  wordsIn: (text: string) => Iterable<Word>,
): Generator<Word> {
  const froms = [start, ...cuts.map((cut) => cut.end)]
  const whole = froms.map((from, index) => text.slice(from, cuts[index]?.start ?? end)).join('')
  /** Of the first so many cuts together. */
  const lengths = [0]
  for (const cut of cuts) lengths.push((lengths.at(-1) ?? 0) + cut.end - cut.start)
  // How many of the cuts are before the beginning of a word, and before its end.
  let [first, last] = [0, 0]
  const lengthOf = (count: number) => lengths[count] ?? 0
  const placeOf = (index: number) => (cuts[index]?.start ?? end) - start - lengthOf(index)
  for (const word of wordsIn(whole)) {
    while (first < cuts.length && placeOf(first) <= word.start) first += 1
    while (last < cuts.length && placeOf(last) < word.end) last += 1
    yield {
      term: word.term,
      start: start + word.start + lengthOf(first),
      end: start + word.end + lengthOf(last),
    }
  }
}
