import { UnavailableError } from '../errors/unavailable-error.ts'
import type { DeadLetter, DeadLetterFilter, DeadLetterList, UnappendedPage } from './recovery.ts'
import type { Added, KeylessDocument, NewDocument } from './values/new-document.ts'
import type {
  Applied,
  Change,
  CorrectionOutcome,
  DocumentFilter,
  DocumentList,
  PageResult,
  PageStatus,
  PageTry,
  RedriveChoice,
  StoredDocument,
  StoredOriginal,
  StoredPageWithWords,
  StoredSubmission,
  TextVersion,
  WordCorrection,
} from './values/stored.ts'

/**
 * Documents with their pages, originals and texts, and a feed of their changes. One interface, one contract
 * suite (`store.contract.ts`), one implementation for each database.
 */
export interface Store {
  /**
   * Saves a document with its pages (`queued`) and originals, atomically and durably. With a known idempotency key
   * (not yet pruned) it saves nothing and resolves with the document of the key.
   */
  addDocument(document: NewDocument): Promise<Added>
  /** Whether a document has the idempotency key, which is not yet pruned. */
  hasIdempotencyKey(key: string): Promise<boolean>
  /** Saves documents without keys in one transaction, atomically and durably. */
  addDocuments(documents: KeylessDocument[]): Promise<void>
  /** Queued pages whose event is not known to be in the log. */
  unappendedPages(documentId: string): Promise<PageTry[]>
  /**
   * Records that the events of these tries are in the log, and gives each page the next append number. A page that
   * has a number, or has another try by now, stays unchanged.
   */
  markAppended(documentId: string, pages: PageTry[]): Promise<void>
  /** Submission of a page, without its image; null unless the page is queued. */
  submission(documentId: string, page: number): Promise<StoredSubmission | null>
  /** Deletes text, originals, idempotency key and dead letters; false if the document does not exist. */
  deleteDocument(documentId: string): Promise<boolean>
  /**
   * Applies a result if its (try, rank) is greater than the stored one, with rank queued < failed < done; a text
   * always wins over no text.
   */
  applyResult(result: PageResult): Promise<Applied>
  /**
   * Queues pages of a document with their next try, by default the failed ones, and marks its dead letters as redriven,
   * except those of pages that have not ended. A page with a text stays readable as done, without changes in the feed,
   * until a text of a greater try arrives. How pages are to be read also applies to those that an earlier call queued
   * and that are not in the log. Resolves with the queued pages in order; null if the document does not exist.
   */
  redrive(documentId: string, choice?: RedriveChoice): Promise<number[] | null>
  /**
   * Corrects words of a page, all or none. The corrected text replaces the recognized one in all that is read and
   * searched, and later results leave it as it is. A word without its expected text is a conflict, unless it has the
   * new text already. Places of words stay the same until the recognized text is restored.
   */
  correctWords(
    documentId: string,
    page: number,
    corrections: WordCorrection[],
  ): Promise<CorrectionOutcome>
  /** Deletes the corrections of a page, if any; false if the page does not exist. */
  restoreRecognized(documentId: string, page: number): Promise<boolean>

  /** Queued pages of all documents whose event is not known to be in the log, oldest first. */
  unappended(limit: number): Promise<UnappendedPage[]>
  /**
   * Claims sending pages again; resolves with those claimed. Of all callers that have seen a page with the same
   * `claims` one claims it, and none if it is appended, ended, deleted or has another try by now.
   */
  claimUnappended(pages: UnappendedPage[]): Promise<UnappendedPage[]>
  /** Greatest append number ever given, 0 before the first. It never decreases. */
  latestAppend(): Promise<number>
  /**
   * Requeues lost pages and resolves with their number. Once a page with an append number above `after` has ended,
   * each page still queued with a number up to and including `upTo` counts as lost: it is queued with its next try,
   * unappended; the fourth time it fails as `lost`. Only pages of documents in bulk overtake one another, and so do
   * the others. With `after` null the pages are known to be missing from the log.
   */
  requeueLost(marks: { upTo: number; after: number | null }): Promise<number>

  /**
   * Stores a dead letter and applies a result as `applyResult` does, atomically. Letters with the same source and id
   * are the same letter: it gets the newest reason and time, and stays redriven. A letter counts as redriven if its
   * page has a text or a later try, and from when it gets a text. A letter of an unknown document is dropped, because
   * the document was deleted.
   */
  recordDeadLetter(letter: DeadLetter, result?: PageResult | null): Promise<Applied>
  /** Deletes the dead letter of an event; false if there is none. */
  deleteDeadLetter(event: { source: string; id: string }): Promise<boolean>
  /** Dead letters in order of arrival, newest first. */
  deadLetters(filter: DeadLetterFilter): Promise<DeadLetterList>
  /** Number of dead letters that were not redriven. */
  countDeadLetters(): Promise<number>

  /** A document with its corrected texts, unless the recognized ones are requested. */
  document(documentId: string, version?: TextVersion): Promise<StoredDocument | null>
  /** A page with its words. */
  page(documentId: string, page: number, version?: TextVersion): Promise<StoredPageWithWords | null>
  /** Original of a page, as uploaded. */
  original(documentId: string, page: number): Promise<StoredOriginal | null>
  /**
   * Documents, newest first; with `query` best first, each with a snippet. Rejects with CursorError, or with
   * SearchTooSlowError if a search takes too long.
   */
  documents(filter: DocumentFilter): Promise<DocumentList>
  /** Number of pages of a batch's documents, counted up to `limit`. */
  countBatch(batch: string, limit: number): Promise<number>
  /** Number of pages that have not ended, including those with a text of an earlier try. */
  queuedPages(): Promise<number>
  /** Number of pages by the status of their latest try. */
  countPages(): Promise<Record<PageStatus, number>>
  /** Size of the database in bytes. */
  sizeBytes(): Promise<number>
  /**
   * Engine and model of the page appended last among those that have a text and are not queued again; null if there
   * is none.
   */
  latestReader(): Promise<{ engine: string; model: string } | null>

  /** Changes after a number, oldest first; only of `documentId` if given. */
  changesAfter(after: number, options: { documentId?: string; limit: number }): Promise<Change[]>
  /** Range of numbers in which the feed is complete: changes up to and including `oldest` are pruned. */
  feedBounds(): Promise<{ oldest: number; latest: number }>
  /**
   * Calls `onChange` soon after each change by any process, until the returned function is called. It may also call
   * without a change.
   */
  watch(onChange: () => void): () => void

  /**
   * Deletes idempotency keys older than `keysBefore`, and all changes before the first one at or after
   * `changesBefore`, so that the feed has no gap; removes remains of deleted documents from the full-text indexes,
   * and returns free space to the file system.
   */
  prune(before: { changesBefore: Date; keysBefore: Date }): Promise<void>
  close(): Promise<void>
}

/** Invalid cursor of a list. */
export class CursorError extends Error {
  override name = 'CursorError'
}

/** A search exceeded its time limit. */
export class SearchTooSlowError extends Error {
  override name = 'SearchTooSlowError'
}

/**
 * A stored value is corrupt: a retry cannot help. Other values may be intact.
 */
export class DamagedError extends Error {
  override name = 'DamagedError'
}

/** The document was deleted during the read. */
export class DeletedError extends Error {
  override name = 'DeletedError'
}

/**
 * The database is busy, full, failing, read-only, corrupt or unreachable. Nothing of the call was done, unless the
 * connection was permanently lost during the commit. Any other error of a store is a programming error.
 */
export class StoreUnavailableError extends UnavailableError {
  override name = 'StoreUnavailableError'
}
