import type { Word } from './words.ts'

/** A stretch of a text without spaces, but for the ends of lines at `cuts`. */
export interface Hyphenated {
  start: number
  end: number
  /** Where a hyphen stands before the end of a line, between letters. */
  cuts: number[]
}

/** What parts a word: the hyphen and the end of the line. */
const cutLength = 2

/** Where a hyphen stands at the end of a line, what it may part: from one space to the next. */
export function* hyphenatedIn(text: string): Generator<Hyphenated> {
  const cuts = /[\p{L}\p{M}](?=[-\u00ad\u2010-\u2015\u2e17¬]\n\p{L})/gu
  const spaces = /\s/g
  let current: Hyphenated | undefined
  for (const { 0: letter, index } of text.matchAll(cuts)) {
    const cut = index + letter.length
    spaces.lastIndex = cut + cutLength
    const end = spaces.exec(text)?.index ?? text.length
    if (current && cut < current.end + cutLength) {
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
  const froms = [start, ...cuts.map((cut) => cut + cutLength)]
  const whole = froms.map((from, index) => text.slice(from, cuts[index] ?? end)).join('')
  // How many of the cuts are before the beginning of a word, and before its end.
  let [first, last] = [0, 0]
  const placeOf = (index: number) => (cuts[index] ?? end) - start - cutLength * index
  for (const word of wordsIn(whole)) {
    while (first < cuts.length && placeOf(first) <= word.start) first += 1
    while (last < cuts.length && placeOf(last) < word.end) last += 1
    yield {
      term: word.term,
      start: start + word.start + cutLength * first,
      end: start + word.end + cutLength * last,
    }
  }
}
