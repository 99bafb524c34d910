import type { Word } from '../../../shared/events/contract/recognition.ts'

type Words = readonly Word[]

/** Mean confidence of a character, 0 to 100; 0 without words. */
export function meanConfidence(words: Words): number {
  const characters = charactersOf(words)
  const sum = words.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0)
  return characters === 0 ? 0 : sum / characters
}

export function charactersOf(words: Words): number {
  return words.reduce((sum, { text }) => sum + text.length, 0)
}

/**
 * Confidence above which a character counts for a reading, and below which against it. Characters
 * that a later look adds need more, because rules and specks are read as letters; those that it loses
 * count unless their confidence was very low (docs/reading.md).
 */
const breakEvenConfidence = { common: 60, added: 75, lost: 30 }

/**
 * Score of a reading, comparable with readings of the page whose words have other places, as when it
 * was turned.
 */
export function score(words: Words): number {
  return scoreFrom(words, () => breakEvenConfidence.common)
}

/**
 * Points of confidence a character that `later` gains over `earlier`; both have boxes in the same
 * coordinates.
 */
export function gainOf(later: Words, earlier: Words): number {
  const laterScore = scoreFrom(later, (word) =>
    isIn(earlier, word) ? breakEvenConfidence.common : breakEvenConfidence.added,
  )
  const earlierScore = scoreFrom(earlier, (word) =>
    isIn(later, word) ? breakEvenConfidence.common : breakEvenConfidence.lost,
  )
  return (laterScore - earlierScore) / Math.max(charactersOf(later), charactersOf(earlier), 1)
}

function scoreFrom(words: Words, breakEvenOf: (word: Word) => number): number {
  return words.reduce(
    (sum, word) => sum + word.text.length * (word.confidence - breakEvenOf(word)),
    0,
  )
}

/** Overlap of two words of the same print, as a share of the smaller box. */
const minOverlapShare = 0.3

function isIn(words: Words, { box }: Word): boolean {
  return words.some((word) => {
    const overlap = areaOf([
      Math.max(box[0], word.box[0]),
      Math.max(box[1], word.box[1]),
      Math.min(box[2], word.box[2]),
      Math.min(box[3], word.box[3]),
    ])
    return overlap > minOverlapShare * Math.min(areaOf(box), areaOf(word.box))
  })
}

function areaOf([left, top, right, bottom]: Word['box']): number {
  return Math.max(right - left, 0) * Math.max(bottom - top, 0)
}

/**
 * Number of words that lie at least `minRise` above the word before them, as at the top of the next
 * column. A word to the right and less than a height above is on the same, tilted line.
 */
export function upwardJumps(words: Words, minRise = 0): number {
  return words.filter(({ box }, index) => {
    const [, top = 0, right = 0, bottom = 0] = words[index - 1]?.box ?? []
    const maxTilt = box[0] >= right ? bottom - top : 0
    return box[3] + Math.max(minRise, maxTilt) <= top
  }).length
}
