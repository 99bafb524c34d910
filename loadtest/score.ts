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
