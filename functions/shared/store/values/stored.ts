import type { PageError } from '../../events/contract/contract.ts'
import type { PageSubmission } from '../../events/contract/page-submission.ts'
import type { Recognition, Timings, Word } from '../../events/contract/recognition.ts'
import type { Rotation } from '../../events/contract/rotation.ts'
import type { PdfText } from '../../settings/pdf-text.ts'

/** Records, inputs and outputs of a store; what is saved with a document: new-document.ts. */

export type PageStatus = 'queued' | 'done' | 'failed'
export type DocumentStatus = 'queued' | 'processing' | 'done' | 'failed' | 'partial'

/** Kind of a document's first original: a picture, or a PDF. */
export type DocumentKind = 'image' | 'pdf'

/** Submission of a stored page. */
export interface StoredSubmission extends PageSubmission {
  /** Whether it is one of many pages, which single pages do not wait for. */
  bulk: boolean
}

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

/** What a result, or a dead letter with its result, has done. */
export interface Applied {
  /** Whether something visible changed. */
  changed: boolean
  /** Time of the page's upload if this is its first end; null otherwise, and after a redrive. */
  uploadedAt: Date | null
}

/** Selection of ended pages to redrive, and how they are to be read. */
export interface RedriveChoice {
  /** `all`, and numbers of pages, include done pages. */
  pages: 'failed' | 'all' | number[]
  /** Only pages whose latest try has at most this append number, or none. */
  upTo?: number
  /** New requested language of the pages, and of the document unless they are numbered; unchanged if left out. */
  language?: string
  /** New source of the text of a PDF's pages; unchanged if left out. */
  text?: PdfText
  /** New turn of the pages; unchanged if left out. */
  rotate?: Rotation
  /** Whether the pages are many, or belong to many; unchanged if left out. */
  bulk?: boolean
}

export interface StoredOriginal {
  mediaType: string
  /** Size in bytes. */
  bytes: number
  /** Digest in the format of `digest.ts`. */
  digest: string
  /** Number of the requested page in an original of several pages, from 1; else null. */
  originalPage: number | null
  /**
   * Bytes from `from` up to `to`, by default all, in pieces of at most 1 MiB. Rejects like the store, and with
   * DeletedError once the document is deleted.
   */
  read(from?: number, to?: number): AsyncIterable<Uint8Array>
}

export interface StoredPage {
  page: number
  /** Number of the page in an original of several pages, from 1; else null. */
  originalPage: number | null
  /** `done` as soon as the page has a text, regardless of later tries. */
  status: PageStatus
  /** Try of the text; the latest try if there is no text. */
  try: number
  width: number
  height: number
  text: string | null
  confidence: number | null
  /** Null if the event did not have it. */
  coverage: number | null
  /** Language used for recognition. */
  language: string | null
  engine: string | null
  model: string | null
  timings: Timings | null
  error: PageError | null
  /** Turn of the picture, as it is shown, before it is recognized. */
  rotate: Rotation
  finishedAt: Date | null
  /** Time of the latest correction; null if the recognized text is not corrected. */
  correctedAt: Date | null
}

/** A text of a page: with the corrections of people, or as recognized. */
export type TextVersion = 'corrected' | 'recognized'

export interface StoredWord extends Word {
  /** True for a corrected word, whose text is empty if it was taken away. */
  corrected?: boolean
}

export interface WordCorrection {
  /** Place in the words of the page, from 0. */
  index: number
  /** Text of the word that the corrector saw. */
  was: string
  /** New text, of several words with spaces; empty to take the word away. */
  text: string
}

export type CorrectionOutcome =
  | { outcome: 'corrected' | 'unknown-page' | 'not-done' | 'too-large' }
  /** Place of the first word with another text. */
  | { outcome: 'conflict'; index: number }

export interface StoredPageWithWords extends StoredPage {
  words: StoredWord[]
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
  /** Number of the latest change that this includes. */
  changes: number
  pages: StoredPage[]
}

export interface DocumentFilter {
  /**
   * Words that must all be in a page's text, or all in the file name; the last one matches as a prefix. Words after
   * the first 16 are ignored.
   */
  query?: string
  status?: DocumentStatus
  kind?: DocumentKind
  batch?: string
  /** Only documents with one of these ids. */
  ids?: string[]
  /** Uploaded at this time or later. */
  createdAfter?: Date
  /** Uploaded before this time. */
  createdBefore?: Date
  /** `next` of the previous list. */
  cursor?: string
  limit: number
}

/** Part of a found text, in order; `hit` marks matches. */
export type Snippet = { text: string; hit: boolean }[]

export interface DocumentList {
  /** The snippet is null without a query, and if only the file name matches. */
  documents: (StoredDocument & { snippet: Snippet | null })[]
  next: string | null
  changes: number
}

/** Change of a document or a page; `deleted` occurs only in changes. */
export type Change = { change: number; at: Date; documentId: string } & (
  | { kind: 'document'; status: DocumentStatus | 'deleted' }
  | { kind: 'page'; page: number; status: PageStatus; try: number }
)

/** Change without a number. */
export type NewChange = WithoutNumber<Change>
type WithoutNumber<C> = C extends Change ? Omit<C, 'change' | 'at'> : never
