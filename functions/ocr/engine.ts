import type { Word } from '../shared/contract.ts'

/** Reads pictures. It is given bytes, never a path or an address. */
export interface Engine {
  readonly name: string
  /** Where its language data came from. */
  readonly model: string
  /** One picture at a time. Throws UnreadableImageError or DeadlineError; anything else may be tried again. */
  recognize(image: Uint8Array, language: string): Promise<Reading>
  close(): Promise<void>
}

export interface Reading {
  text: string
  /** Mean of the words, 0 to 100. */
  confidence: number
  words: Word[]
}

export class UnreadableImageError extends Error {
  override name = 'UnreadableImageError'
}

/** Recognition took longer than it may, and was stopped. */
export class DeadlineError extends Error {
  override name = 'DeadlineError'
}
