import { UnavailableError } from '../errors/unavailable-error.ts'
import type { PageSubmission } from '../events/contract.ts'
import type { DeadLetter, DeadLetterFilter, DeadLetterList, UnappendedPage } from './recovery.ts'
import type {
  Added,
  Change,
  DocumentFilter,
  DocumentList,
  KeylessDocument,
  NewDocument,
  PageResult,
  PageTry,
  RedriveChoice,
  StoredDocument,
  StoredOriginal,
  StoredPageWithWords,
} from './values/stored.ts'

/**
 * Documents, their pages, originals and texts, and a feed of what changed. One interface, one contract
 * suite (`store.contract.ts`), one implementation for each database.
 */
export interface Store {
  /**
   * Saves a document with its pages (`queued`) and originals, all or nothing, on disk before it resolves.
   * An idempotency key that is known (until `prune` ends it) saves nothing and says which document has it.
   */
  addDocument(document: NewDocument): Promise<Added>
  /** Saves documents without keys in one transaction: all of them or none, on disk before it resolves. */
  addDocuments(documents: KeylessDocument[]): Promise<void>
  /** Queued pages whose event is not yet known to be in the log. */
  unappendedPages(documentId: string): Promise<PageTry[]>
  /**
   * Notes that the events of these tries are in the log, and gives each page the next append number.
   * One that has its number, or is at another try by now, stays as it is.
   */
  markAppended(documentId: string, pages: PageTry[]): Promise<void>
  /** What to send for a page, without its image; null unless it is queued. */
  submission(documentId: string, page: number): Promise<PageSubmission | null>
  /** Deletes text, originals, idempotency key and dead letters; false if there was no such document. */
  deleteDocument(documentId: string): Promise<boolean>
  /**
   * Writes a result by the rule: it applies when (try, rank) is greater than what is stored, rank
   * queued < failed < done, and a text always wins over no text. False if it changed nothing that
   * anybody can read.
   */
  applyResult(result: PageResult): Promise<boolean>
  /**
   * Queues pages of a document with their next try, the failed ones unless `choice` says more, and notes
   * its dead letters as redriven, but for those of pages that have not ended. A page that has a text is
   * read as before, and nothing is told of it, until there is the text of a greater try. A language is for
   * those too that an earlier call queued and that are not in the log. The pages queued, in order; null if
   * there is no such document.
   */
  redrive(documentId: string, choice?: RedriveChoice): Promise<number[] | null>

  /** Queued pages, of all documents, whose event is not known to be in the log, oldest first. */
  unappended(limit: number): Promise<UnappendedPage[]>
  /**
   * Makes sending the page again the caller's business: true for one caller of all that have seen it
   * with these claims, false if it is appended, ended, gone or at another try by now.
   */
  claimUnappended(page: UnappendedPage): Promise<boolean>
  /** The greatest append number given, 0 before the first. It never goes back. */
  latestAppend(): Promise<number>
  /**
   * What to do when pages appended later have overtaken others: once a page with an append number above
   * `after` has ended, each page that is still queued with one up to and including `upTo` counts as lost,
   * and is queued with its next try, unappended. The fourth time it fails as `lost` instead. `after` is
   * null where it is known otherwise that the log has none of them. How many.
   */
  requeueLost(marks: { upTo: number; after: number | null }): Promise<number>

  /**
   * Keeps a dead letter and writes a result as `applyResult` does, both or neither. The same source and id
   * is the same letter: it takes on the newest reason and time, and stays redriven if it was. One whose
   * page has its text, or is at a later try by now, is redriven. One of a document that is not there is not
   * kept: what was deleted stays so.
   */
  recordDeadLetter(letter: DeadLetter, result?: PageResult | null): Promise<void>
  /** Newest first, by the order in which they came. */
  deadLetters(filter: DeadLetterFilter): Promise<DeadLetterList>
  /** Dead letters that were not redriven. */
  countDeadLetters(): Promise<number>

  document(documentId: string): Promise<StoredDocument | null>
  /** A page with its words. */
  page(documentId: string, page: number): Promise<StoredPageWithWords | null>
  /** The original, as it was uploaded. */
  original(documentId: string, page: number): Promise<StoredOriginal | null>
  /**
   * Newest first; with `query` best first, each with a snippet. Rejects with CursorError, and a search that takes
   * too long with SearchTooSlowError.
   */
  documents(filter: DocumentFilter): Promise<DocumentList>
  /** Pages that have not ended, those among them that have a text of an earlier try. */
  queuedPages(): Promise<number>
  /**
   * What read the page that came into the log last of those that have a text and are not read once more; null
   * where there is none.
   */
  latestReader(): Promise<{ engine: string; model: string } | null>

  /** Changes after a number, oldest first; of one document if named. */
  changesAfter(after: number, options: { documentId?: string; limit: number }): Promise<Change[]>
  /** The numbers between which `changesAfter` is complete: nothing up to and including `oldest` is kept. */
  feedBounds(): Promise<{ oldest: number; latest: number }>
  /**
   * Calls back soon after anybody's change, from any process, until the returned function is called. It may
   * call without one, where it cannot tell.
   */
  watch(onChange: () => void): () => void

  /**
   * Ends idempotency keys of before `keysBefore`, and changes older than the first one of `changesBefore`
   * or later, so that the feed never has a hole; takes what is left of deleted documents out of the indexes of words, and
   * gives freed space back to the file system.
   */
  prune(before: { changesBefore: Date; keysBefore: Date }): Promise<void>
  close(): Promise<void>
}

/** The cursor of a list was not made by this store. */
export class CursorError extends Error {
  override name = 'CursorError'
}

/** A search was given up: it takes longer than a search may. */
export class SearchTooSlowError extends Error {
  override name = 'SearchTooSlowError'
}

/**
 * A value that the store keeps is not what was written: asking again cannot help. All else in it may be as it
 * should.
 */
export class DamagedError extends Error {
  override name = 'DamagedError'
}

/** What is being read was deleted meanwhile. */
export class DeletedError extends Error {
  override name = 'DeletedError'
}

/**
 * The database is busy, full, failing, read-only, corrupt or away: nothing of the call was done, unless its
 * connection was lost for good in the very moment of its commit. Anything else that a store throws is the
 * caller's mistake, or ours.
 */
export class StoreUnavailableError extends UnavailableError {
  override name = 'StoreUnavailableError'
}
