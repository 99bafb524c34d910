import type { Word } from '../../shared/contract.ts'

type Words = Pick<Word, 'text' | 'confidence'>[]

/** The confidence of a character in the mean, 0 to 100; 0 where nothing was read. */
export function sureness(words: Words): number {
  const characters = charactersOf(words)
  const sum = words.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0)
  return characters === 0 ? 0 : sum / characters
}

export function charactersOf(words: Pick<Word, 'text'>[]): number {
  return words.reduce((sum, { text }) => sum + text.length, 0)
}

/** A character of this confidence is as likely a gain as a loss (docs/reading.md). */
const even = 60

/** How much a reading is worth beside another one of the same page: characters that are sure count for it, others against. */
export function worth(words: Words): number {
  return words.reduce((sum, { text, confidence }) => sum + text.length * (confidence - even), 0)
}
