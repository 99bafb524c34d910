import type { Word } from '../../shared/contract.ts'

/** Reads pictures. It is given bytes, never a path or an address. */
export interface Engine {
  /** With its version. */
  readonly name: string
  /** Where its language data came from, all of it. */
  readonly model: string
  /** That it has data of, in the order of OCR_LANGUAGES; each alone. */
  readonly languages: readonly string[]
  /** Where the data of one language, or several with `+` between them, came from. */
  modelOf(language: string): string
  /**
   * One picture at a time, a PGM: nothing that a stranger made gets here. Throws UnreadableImageError or
   * DeadlineError; anything else may be tried again.
   */
  recognize(image: Uint8Array, options: ReadOptions): Promise<Reading>
  /**
   * The script that the picture's text is in, as Tesseract names it; null where it cannot be told, as of a
   * page with little on it. Not there where the engine or the machine's data cannot tell at all. Throws as
   * `recognize` does.
   */
  detectScript?(image: Uint8Array, options: Pick<ReadOptions, 'timeoutMs'>): Promise<string | null>
  /** Resolves when it could read at once; rejects where the language cannot be loaded. */
  warm(language: string): Promise<void>
  close(): Promise<void>
}

export interface ReadOptions {
  /** As Tesseract names them; several with `+` between them. */
  language: string
  /** How the page is taken apart first; auto where nothing is said. */
  segmentation?: Segmentation
  /** In dots an inch; guessed from the text where nothing is said. */
  resolution?: number
  /** Milliseconds; past them the reading stops, and so does its use of the processor. */
  timeoutMs: number
}

/**
 * Tesseract's page segmentation modes 3, 4, 6 and 11.
 * https://tesseract-ocr.github.io/tessdoc/ImproveQuality.html#page-segmentation-method
 */
export type Segmentation = 'auto' | 'column' | 'block' | 'sparse'

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
