import type { Pixels } from '../preparation/pixels.ts'
import type { Reading } from './reading.ts'

/** OCR engine. Its input is decoded pixels, never the bytes of an upload. */
export interface Engine {
  /** Name and version. */
  readonly name: string
  /** Codes of its languages, in the order of OCR_LANGUAGES. */
  readonly languages: readonly string[]
  /** Source of the data of one language, or of several joined by `+`. */
  modelOf(language: string): string
  /** Recognizes a picture; calls must not overlap. Throws DeadlineError; other errors are retryable. */
  recognize(pixels: Pixels, options: ReadOptions): Promise<Reading>
  /**
   * Detects the script of the text, by Tesseract's name; null if unknown, as on a page with little
   * text. Undefined if the engine or its data does not support detection. Throws as `recognize` does.
   */
  detectScript?(pixels: Pixels, options: Pick<ReadOptions, 'timeoutMs'>): Promise<string | null>
  /** Loads a language; resolves when recognition can start. Rejects if it cannot be loaded. */
  warm(language: string): Promise<void>
  close(): Promise<void>
}

export interface ReadOptions {
  /** Tesseract codes, joined by `+`. */
  language: string
  /** Layout assumed for the page; `auto` by default. */
  segmentation?: Segmentation
  /** Time after which recognition stops and uses no more CPU. */
  timeoutMs: number
}

/**
 * Tesseract's page segmentation modes 3, 4 and 6.
 * https://tesseract-ocr.github.io/tessdoc/ImproveQuality.html#page-segmentation-method
 */
export type Segmentation = 'auto' | 'column' | 'block'

/** Recognition exceeded its time limit and was stopped. */
export class DeadlineError extends Error {
  override name = 'DeadlineError'
}
