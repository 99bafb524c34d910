import type { Pixels } from '../preparation/pixels.ts'
import type { Reading } from './reading.ts'

/** Reads pictures. It is given pixels of ours: nothing that a stranger made gets here. */
export interface Engine {
  /** With its version. */
  readonly name: string
  /** Where its language data came from, all of it. */
  readonly model: string
  /** That it has data of, in the order of OCR_LANGUAGES; each alone. */
  readonly languages: readonly string[]
  /** Where the data of one language, or several with `+` between them, came from. */
  modelOf(language: string): string
  /** One picture at a time. Throws DeadlineError; anything else may be tried again. */
  recognize(pixels: Pixels, options: ReadOptions): Promise<Reading>
  /**
   * The script that the picture's text is in, as Tesseract names it; null where it cannot be told, as of a
   * page with little on it. Not there where the engine or the machine's data cannot tell at all. Throws as
   * `recognize` does.
   */
  detectScript?(pixels: Pixels, options: Pick<ReadOptions, 'timeoutMs'>): Promise<string | null>
  /** Resolves when it could read at once; rejects where the language cannot be loaded. */
  warm(language: string): Promise<void>
  close(): Promise<void>
}

export interface ReadOptions {
  /** As Tesseract names them; several with `+` between them. */
  language: string
  /** How the page is taken apart first; auto where nothing is said. */
  segmentation?: Segmentation
  /** Milliseconds; past them the reading stops, and so does its use of the processor. */
  timeoutMs: number
}

/**
 * Tesseract's page segmentation modes 3, 4 and 6.
 * https://tesseract-ocr.github.io/tessdoc/ImproveQuality.html#page-segmentation-method
 */
export type Segmentation = 'auto' | 'column' | 'block'

/** Recognition took longer than it may, and was stopped. */
export class DeadlineError extends Error {
  override name = 'DeadlineError'
}
