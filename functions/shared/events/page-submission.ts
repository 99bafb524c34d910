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
  traceparent?: string
}
