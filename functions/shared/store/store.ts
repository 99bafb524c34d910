import type { PageError, Recognition, Timings } from '../contract.ts'

/**
 * Documents, their pages, originals and texts, and a feed of what changed. One interface, one contract
 * suite (`store.contract.ts`), one implementation for each database.
 */
export interface Store {
  /**
   * Saves a document with its pages (`queued`) and originals, all or nothing, on disk before it resolves.
   * An idempotency key that is known (for 24 h) saves nothing and says which document has it.
   */
  addDocument(document: NewDocument): Promise<Added>
  /** Pages whose event is not yet known to be in the log. */
  unappendedPages(documentId: string): Promise<number[]>
  /** Notes that the pages' events are in the log. */
  markAppended(documentId: string, pages: number[]): Promise<void>
  /** Deletes text, originals and idempotency key; false if there was no such document. */
  deleteDocument(documentId: string): Promise<boolean>
  /**
   * Writes a result by the rule: it applies when (try, rank) is greater than what is stored, rank
   * queued < failed < done, and a text always wins over no text. False if it changed nothing.
   */
  applyResult(result: PageResult): Promise<boolean>

  document(documentId: string): Promise<StoredDocument | null>
  /** A page with its words. */
  page(documentId: string, page: number): Promise<StoredPageWithWords | null>
  /** The original, as it was uploaded. */
  image(documentId: string, page: number): Promise<{ mediaType: string; image: Uint8Array } | null>
  /** Newest first; with `query` best first, each with a snippet. */
  documents(filter: DocumentFilter): Promise<DocumentList>
  /** Pages that have not ended. */
  queuedPages(): Promise<number>

  /** Changes after a number, oldest first; of one document if named. */
  changesAfter(after: number, options: { documentId?: string; limit: number }): Promise<Change[]>
  /** The numbers between which `changesAfter` is complete: nothing up to and including `oldest` is kept. */
  feedBounds(): Promise<{ oldest: number; latest: number }>
  /** Calls back soon after anybody's change, from any process, until the returned function is called. */
  watch(onChange: () => void): () => void

  close(): Promise<void>
}

export type PageStatus = 'queued' | 'done' | 'failed'
export type DocumentStatus = 'queued' | 'processing' | 'done' | 'failed' | 'partial'

export interface NewDocument {
  /** UUIDv7 */
  id: string
  createdAt: Date
  filename: string | null
  batch: string | null
  language: string
  /** The key as the client gave it, and a digest of what must be equal for it to be the same upload. */
  idempotency: { key: string; fingerprint: string } | null
  pages: { mediaType: string; width: number; height: number; image: Uint8Array }[]
}

export type Added = { added: true } | { added: false; documentId: string; fingerprint: string }

export type PageResult = {
  documentId: string
  page: number
  try: number
} & ({ status: 'done'; recognition: Recognition } | { status: 'failed'; error: PageError })

export interface StoredPage {
  page: number
  status: PageStatus
  try: number
  width: number
  height: number
  text: string | null
  confidence: number | null
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
  /** Words that must all be in a page's text; the last one may be the beginning of a word. */
  query?: string
  status?: DocumentStatus
  batch?: string
  /** `next` of the list before. */
  cursor?: string
  limit: number
}

/** Where a search found its words: text in order, `hit` where a word was found. */
export type Snippet = { text: string; hit: boolean }[]

export interface DocumentList {
  documents: (StoredDocument & { snippet: Snippet | null })[]
  next: string | null
  changes: number
}

/** `deleted` is a change of the document, never a state of one. */
export type Change = { change: number; at: Date; documentId: string } & (
  | { kind: 'document'; status: DocumentStatus | 'deleted' }
  | { kind: 'page'; page: number; status: PageStatus; try: number }
)

/** The cursor of a list was not made by this store. */
export class CursorError extends Error {
  override name = 'CursorError'
}
