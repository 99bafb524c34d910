/** Records that prevent loss: pages to send again, and dead letters. */

/** A queued page whose event is not known to be in the log. */
export interface UnappendedPage {
  documentId: string
  page: number
  try: number
  /** Number of claims of this try for sending; a claim succeeds only if the number is unchanged. */
  claims: number
}

/** Event whose delivery was given up, without its data. */
export interface DeadLetter {
  source: string
  id: string
  type: string
  /** Null if the event does not have it, as for `page` and `try`. */
  documentId: string | null
  page: number | null
  try: number | null
  /** `knativeerrorcode`: status of the last response. */
  code: number | null
  /** `knativeerrordata`, decoded: printable, at most 1,024 bytes. */
  reason: string
  /** `knativeerrordest` */
  destination: string | null
  attributes: Record<string, unknown>
  at: Date
}

export interface StoredDeadLetter extends DeadLetter {
  redrivenAt: Date | null
}

export interface DeadLetterFilter {
  /** Oldest time. */
  since?: Date
  /** Part of the reason, ASCII case-insensitive, or the whole code. */
  reason?: string
  redriven?: boolean
  /** `next` of the previous list. */
  cursor?: string
  limit: number
}

export interface DeadLetterList {
  deadLetters: StoredDeadLetter[]
  next: string | null
}
