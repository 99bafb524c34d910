/** What the store keeps so that nothing is lost: pages to send again, and events that were given up. */

/** A queued page whose event is not known to be in the log. */
export interface UnappendedPage {
  documentId: string
  page: number
  try: number
  /** How often sending this try again was claimed: seen again with the same, nobody has since. */
  claims: number
}

/** An event that was given up, without its data. */
export interface DeadLetter {
  source: string
  id: string
  type: string
  /** Null where the event does not name them. */
  documentId: string | null
  page: number | null
  try: number | null
  /** `knativeerrorcode`: the status that it was last answered with. */
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
  /** Not older than this. */
  since?: Date
  /** A part of the reason, its ASCII letters in either case, or the whole code. */
  reason?: string
  redriven?: boolean
  /** `next` of the list before. */
  cursor?: string
  limit: number
}

export interface DeadLetterList {
  deadLetters: StoredDeadLetter[]
  next: string | null
}
