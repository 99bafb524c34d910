import type { PdfText } from '../../settings/pdf-text.ts'

/** What is saved when a document is added. */

export interface NewDocument {
  /** UUIDv7 */
  id: string
  createdAt: Date
  filename: string | null
  batch: string | null
  /** Requested language; may be `auto`. */
  language: string
  /** Requested source of the text of a PDF's pages; null for the setting of ocr. */
  text?: PdfText | null
  /** Trace of the upload, to which later events of the document belong. */
  traceparent: string
  idempotency: IdempotencyKey | null
  /** Whether it is, or belongs to, many pages; by default false. */
  bulk?: boolean
  pages: NewPage[]
}

export interface NewPage extends NewOriginal {
  mediaType: string
  /**
   * Number of the page in an original of several pages, from 1; else absent. The pages of an original are
   * consecutive, and it is saved once, with the first of them.
   */
  originalPage?: number
  width: number
  height: number
}

/** Original to save, in memory or elsewhere. */
export interface NewOriginal {
  /** Size in bytes. */
  bytes: number
  /** Digest in the format of `digest.ts`. */
  digest: string
  /** Bytes from `from` up to `to`; repeatable until the call that saves them has ended. */
  read(from: number, to: number): Uint8Array
}

export type KeylessDocument = NewDocument & { idempotency: null }

export interface IdempotencyKey {
  /** Key of the client. */
  key: string
  /** Digest of everything that must be equal in a repeated upload. */
  fingerprint: string
  /** Time of creation, for `prune`. */
  at: Date
}

export type Added = { added: true } | { added: false; documentId: string; fingerprint: string }
