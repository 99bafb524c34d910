import { distance } from 'fastest-levenshtein'

/** The text as it is compared: ligatures and wide forms opened (NFKC), straight quotes, single spaces. */
export function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[‘’‚‛`´]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * Character error rate: edits from what was read to the truth, divided by the length of the truth.
 * 0 is perfect; it can exceed 1 when much is read that is not there. An empty truth counts as one character.
 */
export function characterErrorRate(read: string, truth: string): number {
  const wanted = normalize(truth)
  return distance(normalize(read), wanted) / Math.max(wanted.length, 1)
}

/**
 * Word error rate: words to change, add or leave out, divided by the words of the truth. A word is what
 * stands between blanks, punctuation included. An empty truth counts as one word.
 */
export function wordErrorRate(read: string, truth: string): number {
  const [given, wanted] = [wordsOf(read), wordsOf(truth)]
  // A letter for each different word, so that words can be counted as characters are.
  const letters = new Map(
    [...new Set([...given, ...wanted])].map((word, index) => [word, String.fromCharCode(index)]),
  )
  const spell = (words: string[]) => words.map((word) => letters.get(word)).join('')
  return distance(spell(given), spell(wanted)) / Math.max(wanted.length, 1)
}

/**
 * Character error rate where any order of the words will do: words that were read are paired with those of the
 * truth, the same ones first, then the most alike; a word without a partner is wrong as a whole.
 */
export function characterErrorRateInAnyOrder(read: string, truth: string): number {
  const [given, wanted] = withoutTheSame(wordsOf(read), wordsOf(truth))
  const pairs = wanted
    .flatMap((word, at) => given.map((other, by) => ({ at, by, edits: distance(word, other) })))
    .filter(({ at, edits }) => edits < (wanted[at]?.length ?? 0))
    .sort((one, other) => one.edits - other.edits)
  const [matched, used] = [new Set<number>(), new Set<number>()]
  let edits = 0
  for (const pair of pairs) {
    if (matched.has(pair.at) || used.has(pair.by)) continue
    matched.add(pair.at)
    used.add(pair.by)
    edits += pair.edits
  }
  // With the blank that parts it from the next.
  const alone = (words: string[], paired: Set<number>) =>
    words.reduce((sum, word, index) => sum + (paired.has(index) ? 0 : word.length + 1), 0)
  const wrong = edits + alone(wanted, matched) + alone(given, used)
  return wrong / Math.max(normalize(truth).length, 1)
}

/** Both without what they have in common, as often as both have it. */
function withoutTheSame(some: string[], others: string[]): [string[], string[]] {
  const left = new Map<string, number>()
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1)
  const isShared = (word: string) => {
    const count = left.get(word) ?? 0
    if (count > 0) left.set(word, count - 1)
    return count > 0
  }
  const onlyOnes = some.filter((word) => !isShared(word))
  const rest = others.toReversed().filter((word) => isShared(word))
  return [onlyOnes, rest]
}

function wordsOf(text: string): string[] {
  return normalize(text)
    .split(' ')
    .filter((word) => word !== '')
}
