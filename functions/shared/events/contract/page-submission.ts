import type { PdfText } from '../../settings/pdf-text.ts'
import type { Rotation } from './rotation.ts'

/** One page of a document, as the gateway submits it. */
export interface PageSubmission {
  documentId: string
  page: number
  try: number
  language: string
  /** Digest of the original in the format of `digest.ts`. */
  digest: string
  /** Number of the page in an original of several pages, from 1; else absent or null. */
  originalPage?: number | null
  /** Requested source of the text of a PDF's page; else absent or null. */
  text?: PdfText | null
  /** Turn of the picture, as it is shown, before it is recognized; absent is 0. */
  rotate?: Rotation
  traceparent?: string
}
