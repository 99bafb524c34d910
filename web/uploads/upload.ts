import type { Signal } from '@preact/signals'

/** State of an upload until it is a document. `untilMs` is compared with `now()`. */
export type UploadState =
  | { phase: 'waiting' }
  | { phase: 'sending'; sent: number }
  | { phase: 'delayed'; untilMs: number; reason: 'busy' | 'no-response' }
  | { phase: 'refused' }
  | { phase: 'accepted' }

/** One picked file, or several, on the way to becoming a document. */
export interface Upload {
  /** Idempotency-Key: repeated attempts create one document. */
  readonly key: string
  /** Names the document. */
  readonly file: File
  /** Further files of the document, in order. */
  readonly others: readonly File[]
  readonly batch: string | null
  /** Language for recognition; null for the server's default. */
  readonly language: string | null
  /** Of its PDFs; null for none. */
  readonly password: string | null
  readonly state: Signal<UploadState>
}

export function filesOf({ file, others }: Pick<Upload, 'file' | 'others'>): File[] {
  return [file, ...others]
}
