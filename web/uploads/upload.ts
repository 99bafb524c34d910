import type { Signal } from '@preact/signals'

/** State of a picked file until it is a document. `untilMs` is compared with `now()`. */
export type UploadState =
  | { phase: 'waiting' }
  | { phase: 'sending'; sent: number }
  | { phase: 'delayed'; untilMs: number; reason: 'busy' | 'no-response' }
  /** `code` is the server's; null if the file was not sent. */
  | { phase: 'refused'; detail: string; code: string | null }
  | { phase: 'accepted' }

/** One picked file on its way to becoming a document. */
export interface Upload {
  /** Idempotency-Key: repeated attempts create one document. */
  readonly key: string
  readonly file: File
  readonly batch: string | null
  /** Language for recognition; null for the server's default. */
  readonly language: string | null
  readonly state: Signal<UploadState>
}
