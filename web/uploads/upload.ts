import type { Signal } from '@preact/signals'

/** Where one picked file stands, until it is a document. Times are `now()` in ms. */
export type UploadState =
  | { phase: 'waiting' }
  | { phase: 'sending'; sent: number }
  | { phase: 'delayed'; untilMs: number; why: 'busy' | 'no-answer' }
  /** `code` is the server's; null where the file was not sent. */
  | { phase: 'refused'; detail: string; code: string | null }
  | { phase: 'accepted' }

/** One picked file on its way to becoming a document. */
export interface Upload {
  /** Sent as Idempotency-Key: however often it is sent, it becomes one document. */
  readonly key: string
  readonly file: File
  readonly batch: string | null
  /** To be read in; null for what the server takes by itself. */
  readonly language: string | null
  readonly state: Signal<UploadState>
}
