import type { Phrase } from '../search/phrases.ts'
import type { NewPage } from './values/new-document.ts'
import type { NewChange } from './values/stored.ts'

/**
 * Foundation of the statements in queries/: a database, and the operations that SQLite and PostgreSQL perform
 * differently. sqlite/ and postgres/ implement it.
 *
 * SQL is the common subset of both. Values have names (`:page`); numbers are integers below 2^53, or floating-point.
 * PostgreSQL infers the type of each value from its use, and needs a CAST where it cannot.
 */
export interface Engine {
  database: Database
  /** Acquires the lock of this name, waiting if necessary, until the transaction ends. */
  lock(transaction: Queries, name: string): Promise<void>
  /**
   * Adds changes to the feed and notifies watchers. Numbers become visible in order. These are the last statements of
   * a write: the holder of the next number waits for no other lock.
   */
  appendChanges(transaction: Queries, changes: NewChange[], at: number): Promise<void>
  /** See Store.watch. */
  watch(onChange: () => void): () => void
  /** Words of a text in the form of the full-text index. */
  toSearched(text: string): string
  /**
   * Finds documents, best first, each once, ranked by its best page or its file name. `read` reads the documents of
   * the ranked rows. Rejects with SearchTooSlowError on timeout.
   */
  search<T>(
    phrases: Phrase[],
    searchOptions: SearchOptions,
    read: (snapshot: Queries, ranked: RankedRow[]) => Promise<T>,
  ): Promise<T>
  /** Null if documents of any size are saved in one transaction. */
  largeOriginals: LargeOriginals | null
  /** Frees the space of a deleted document with these pages, after the commit. */
  afterDeletion(pageIds: number[]): Promise<void>
  /** Frees all remaining space of deleted documents. */
  freeSpace(): Promise<void>
  close(): Promise<void>
}

/** Each call rejects with StoreUnavailableError if the database is unavailable. */
export interface Database extends Pick<Queries, 'all' | 'get'> {
  /** All reads of `work` see the same snapshot. `work` awaits only its own statements. */
  read<T>(work: (snapshot: Queries) => Promise<T>): Promise<T>
  /**
   * All writes of `work` are durable, or none. No other write's statement runs between its statements on the same
   * rows. `work` may be called more than once, and awaits only its own statements.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
}

export interface Queries {
  dialect: Dialect
  /** `Row` is the type of the selected rows, which is not checked. */
  all<Row>(sql: string, values?: Values): Promise<Row[]>
  get<Row>(sql: string, values?: Values): Promise<Row | undefined>
  /** Number of rows that changed. */
  run(sql: string, values?: Values): Promise<number>
  /**
   * Inserts rows, whose keys are column names; `clause` ends the statement. Resolves with the rows of its RETURNING,
   * in no order.
   */
  insert<Row = never>(table: string, rows: NewRow[], clause?: string): Promise<Row[]>
}

export interface Transaction extends Queries {
  /** Whether an earlier attempt lost its connection at COMMIT: its writes may exist or not. */
  isRepeated: boolean
}

export type Value = string | number | boolean | null | Uint8Array | (string | number | null)[]
export type Values = Record<string, Value>
export type NewRow = Record<string, Value>

/** SQL fragments that differ between the two databases. */
export interface Dialect {
  /** Suffix of a SELECT that locks its rows until the transaction ends. */
  forUpdate: string
  /** List of integers as a table: `value`, and its `place` from 0. */
  elements(list: string): string
  /** List of texts as a table: `value`. */
  texts(list: string): string
  /** Condition that `text` contains `part`, ASCII case-insensitive. */
  includes(text: string, part: string): string
  /** Size of the database, in bytes. */
  databaseBytes: string
}

/** Saves the bytes of large documents in several transactions, so that no other write waits for all of them. */
export interface LargeOriginals {
  isLarge(pages: NewPage[]): boolean
  /** Saves the bytes of new pages, then calls `add`; deletes them again if it does not add the pages. */
  saveAhead<T extends { added: boolean }>(
    pages: NewPage[],
    add: (ahead: SavedAhead) => Promise<T>,
  ): Promise<T>
}

export interface SavedAhead {
  /** Ids reserved for the pages. */
  pageIds: number[]
  /** In the transaction that adds the pages: throws StoreUnavailableError if their bytes are missing. */
  requireSaved(transaction: Queries): Promise<void>
}

/** Filter and range of the found documents; null for any value. */
export interface SearchOptions {
  status: string | null
  kind: string | null
  batch: string | null
  /** ms since 1970 */
  createdAfter: number
  createdBefore: number
  limit: number
  position: number
}

/** Insertion number of a document, and its best matching page; null if only the file name matches. */
export interface RankedRow {
  seq: number
  bestPage: number | null
}
