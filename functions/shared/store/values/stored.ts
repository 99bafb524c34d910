import type { PageError, Recognition, Timings } from '../../events/contract.ts'

/** What a store takes, keeps and gives. */

export type PageStatus = 'queued' | 'done' | 'failed'
export type DocumentStatus = 'queued' | 'processing' | 'done' | 'failed' | 'partial'

export interface NewDocument {
  /** UUIDv7 */
  id: string
  createdAt: Date
  filename: string | null
  batch: string | null
  /** That is asked for; `auto` among them. */
  language: string
  /** Of the upload, so that whatever is sent for it later belongs to the same trace. */
  traceparent: string
  idempotency: IdempotencyKey | null
  pages: NewPage[]
}

export interface NewPage extends NewOriginal {
  mediaType: string
  width: number
  height: number
}

/** Bytes that are to be saved, wherever they are. */
export interface NewOriginal {
  /** How many. */
  bytes: number
  /** As `digest.ts` spells it. */
  digest: string
  /** Those from `from` up to `to`, the same each time, until the call that saves them has ended. */
  read(from: number, to: number): Uint8Array
}

export type KeylessDocument = NewDocument & { idempotency: null }

export interface IdempotencyKey {
  /** As the client gave it. */
  key: string
  /** A digest of what must be equal for it to be the same upload. */
  fingerprint: string
  /** What `prune` ends it by. */
  at: Date
}

export type Added = { added: true } | { added: false; documentId: string; fingerprint: string }

/** One try of a page of a document. */
export interface PageTry {
  page: number
  try: number
}

export type PageResult = {
  documentId: string
  page: number
  try: number
} & ({ status: 'done'; recognition: Recognition } | { status: 'failed'; error: PageError })

/** Which pages are redriven, of those that have ended. */
export interface RedriveChoice {
  /** `all`: those that are done as well. */
  pages: 'failed' | 'all'
  /** Only those whose latest try has this append number, a smaller one, or none. */
  upTo?: number
  /** To read them in, and what the document asks for from now on; as before if left out. */
  language?: string
}

export interface StoredOriginal {
  mediaType: string
  /** How many. */
  bytes: number
  /** As `digest.ts` spells it. */
  digest: string
  /**
   * The bytes from `from` up to `to`, all if left out, at most 1 MiB at a time. Rejects as the store does, and with
   * DeletedError once the document is deleted.
   */
  read(from?: number, to?: number): AsyncIterable<Uint8Array>
}

export interface StoredPage {
  page: number
  /** `done` from its first text on, whatever comes of its later tries. */
  status: PageStatus
  /** That the text is of; without a text the latest one. */
  try: number
  width: number
  height: number
  text: string | null
  confidence: number | null
  /** Null where the event did not tell it. */
  coverage: number | null
  /** Language used for recognition. */
  language: string | null
  engine: string | null
  model: string | null
  timings: Timings | null
  error: PageError | null
  finishedAt: Date | null
}

export interface StoredPageWithWords extends StoredPage {
  words: Recognition['words']
  wordsOmitted: boolean
}

export interface StoredDocument {
  id: string
  status: DocumentStatus
  createdAt: Date
  finishedAt: Date | null
  filename: string | null
  batch: string | null
  language: string
  /** The number of the feed that this is true at. */
  changes: number
  pages: StoredPage[]
}

export interface DocumentFilter {
  /**
   * Words that must all be in a page's text, or all in the file name; the last one may be the beginning of a word.
   * Those after the first 16 do not count.
   */
  query?: string
  status?: DocumentStatus
  batch?: string
  /** Uploaded at this time or later. */
  createdAfter?: Date
  /** Uploaded before this time. */
  createdBefore?: Date
  /** `next` of the list before. */
  cursor?: string
  limit: number
}

/** Where a search found its words: text in order, `hit` where a word was found. */
export type Snippet = { text: string; hit: boolean }[]

export interface DocumentList {
  /** A snippet is null without a query, and where only the file name has its words. */
  documents: (StoredDocument & { snippet: Snippet | null })[]
  next: string | null
  changes: number
}

/** `deleted` is a change of the document, never a state of one. */
export type Change = { change: number; at: Date; documentId: string } & (
  | { kind: 'document'; status: DocumentStatus | 'deleted' }
  | { kind: 'page'; page: number; status: PageStatus; try: number }
)

/** A change that has no number yet. */
export type NewChange = WithoutNumber<Change>
type WithoutNumber<C> = C extends Change ? Omit<C, 'change' | 'at'> : never
