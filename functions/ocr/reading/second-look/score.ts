import type { Word } from '../../../shared/events/contract.ts'

type Words = readonly Word[]

/** Mean confidence of a character, 0 to 100; 0 where nothing was read. */
export function meanConfidence(words: Words): number {
  const characters = charactersOf(words)
  const sum = words.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0)
  return characters === 0 ? 0 : sum / characters
}

export function charactersOf(words: Words): number {
  return words.reduce((sum, { text }) => sum + text.length, 0)
}

/**
 * Confidence from which on a character counts for a reading; below it counts against. What a later
 * look adds must be surer, because rules and specks are read as letters; what it loses is a loss
 * unless it was hardly read (docs/reading.md).
 */
const breakEven = { common: 60, added: 75, lost: 30 }

/**
 * How much a reading is worth beside one of the same page whose words lie elsewhere, as those of a
 * turned page.
 */
export function score(words: Words): number {
  return scoreFrom(words, () => breakEven.common)
}

/**
 * How many points of confidence a character `later` is better by; the boxes of both are of the same
 * view.
 */
export function gainOf(later: Words, earlier: Words): number {
  const gained = scoreFrom(later, (word) =>
    isIn(earlier, word) ? breakEven.common : breakEven.added,
  )
  const given = scoreFrom(earlier, (word) =>
    isIn(later, word) ? breakEven.common : breakEven.lost,
  )
  return (gained - given) / Math.max(charactersOf(later), charactersOf(earlier), 1)
}

function scoreFrom(words: Words, breakEvenOf: (word: Word) => number): number {
  return words.reduce(
    (sum, word) => sum + word.text.length * (word.confidence - breakEvenOf(word)),
    0,
  )
}

/** Share of the smaller box that two words have in common if they are the same print. */
const minOverlap = 0.3

function isIn(words: Words, { box }: Word): boolean {
  return words.some((word) => {
    const overlap = areaOf([
      Math.max(box[0], word.box[0]),
      Math.max(box[1], word.box[1]),
      Math.min(box[2], word.box[2]),
      Math.min(box[3], word.box[3]),
    ])
    return overlap > minOverlap * Math.min(areaOf(box), areaOf(word.box))
  })
}

function areaOf([left, top, right, bottom]: Word['box']): number {
  return Math.max(right - left, 0) * Math.max(bottom - top, 0)
}

/**
 * How often the reading goes back up, as between columns: a word that lies above the one before it,
 * by `least` or more. One to the right of that is in the same line if it is less than a height
 * above: the line is tilted.
 */
export function climbsOf(words: Words, least = 0): number {
  return words.filter(({ box }, index) => {
    const [, top = 0, right = 0, bottom = 0] = words[index - 1]?.box ?? []
    const inLine = box[0] >= right ? bottom - top : 0
    return box[3] + Math.max(least, inLine) <= top
  }).length
}
