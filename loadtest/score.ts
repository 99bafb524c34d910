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

function wordsOf(text: string): string[] {
  return normalize(text)
    .split(' ')
    .filter((word) => word !== '')
}
