import type { Word } from './word.ts'

/** Stretch of a text without spaces, except for the line ends at `cuts`. */
export interface Hyphenated {
  start: number
  end: number
  /** Hyphens between letters at the end of a line: from the hyphen to the next line. */
  cuts: { start: number; end: number }[]
}

/** Stretches, from one space to the next, that contain a hyphen at the end of a line. */
export function* hyphenatedIn(text: string): Generator<Hyphenated> {
  // Distant lines are recognized as paragraphs, with an empty line between them.
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

/** Words of the stretch without its cuts, with their positions in the text. */
export function* joined(
  text: string,
  { start, end, cuts }: Hyphenated,
  wordsIn: (text: string) => Iterable<Word>,
): Generator<Word> {
  const froms = [start, ...cuts.map((cut) => cut.end)]
  const whole = froms.map((from, index) => text.slice(from, cuts[index]?.start ?? end)).join('')
  /** Total length of the first `index` cuts. */
  const lengths = [0]
  for (const cut of cuts) lengths.push((lengths.at(-1) ?? 0) + cut.end - cut.start)
  // Number of cuts before the beginning and before the end of a word.
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
