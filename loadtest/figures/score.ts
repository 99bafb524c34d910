import { distance } from 'fastest-levenshtein'

/** Text normalised for comparison: NFKC (ligatures and wide forms expanded), straight quotes, single spaces. */
export function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[‘’‚‛`´]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * Character error rate: edits from the recognised text to the truth, divided by the length of the truth.
 * 0 is perfect; additional text can raise it above 1. An empty truth counts as one character.
 */
export function characterErrorRate(read: string, truth: string): number {
  const wanted = normalize(truth)
  return distance(normalize(read), wanted) / Math.max(wanted.length, 1)
}

/**
 * Word error rate: words to change, insert or delete, divided by the words of the truth. Words are separated by
 * white space and include punctuation. An empty truth counts as one word.
 */
export function wordErrorRate(read: string, truth: string): number {
  const [given, wanted] = [wordsOf(read), wordsOf(truth)]
  // One letter per distinct word reduces the word distance to a character distance.
  const letters = new Map(
    [...new Set([...given, ...wanted])].map((word, index) => [word, String.fromCharCode(index)]),
  )
  const spell = (words: string[]) => words.map((word) => letters.get(word)).join('')
  return distance(spell(given), spell(wanted)) / Math.max(wanted.length, 1)
}

/**
 * Character error rate that ignores word order: recognised words are paired with words of the truth, equal ones
 * first, then the most similar; a word without a partner counts as entirely wrong.
 */
export function characterErrorRateInAnyOrder(read: string, truth: string): number {
  const [given, wanted] = withoutCommon(wordsOf(read), wordsOf(truth))
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
  // Plus one for the space after the word.
  const alone = (words: string[], paired: Set<number>) =>
    words.reduce((sum, word, index) => sum + (paired.has(index) ? 0 : word.length + 1), 0)
  const wrong = edits + alone(wanted, matched) + alone(given, used)
  return wrong / Math.max(normalize(truth).length, 1)
}

/** Both lists without their common words, as multisets. */
function withoutCommon(some: string[], others: string[]): [string[], string[]] {
  const left = new Map<string, number>()
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1)
  const isShared = (word: string) => {
    const count = left.get(word) ?? 0
    if (count > 0) left.set(word, count - 1)
    return count > 0
  }
  const unshared = some.filter((word) => !isShared(word))
  const rest = others.toReversed().filter((word) => isShared(word))
  return [unshared, rest]
}

function wordsOf(text: string): string[] {
  return normalize(text)
    .split(' ')
    .filter((word) => word !== '')
}
