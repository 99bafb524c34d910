import type { Phrase } from '../search/phrases.ts'
import type { NewChange, NewPage } from './values/stored.ts'

/**
 * What the statements of queries/ stand on: a database, and the few things that SQLite and PostgreSQL do in ways of
 * their own. sqlite/ and postgres/ implement it.
 *
 * SQL is what both understand. Values have names (`:page`); numbers are whole and below 2^53, or floating-point.
 * PostgreSQL infers the type of each value from its use, and needs a CAST where there is none to infer from.
 */
export interface Engine {
  database: Database
  /** Waits until no other write holds the lock of this name, and holds it until the transaction ends. */
  lock(transaction: Queries, name: string): Promise<void>
  /**
   * Adds changes to the feed and notifies whoever watches. Numbers become visible in order. The last statements of a
   * write: whoever holds the next number waits for no other lock.
   */
  appendChanges(transaction: Queries, changes: NewChange[], at: number): Promise<void>
  /** See Store.watch. */
  watch(onChange: () => void): () => void
  /** The words of a text in the form that the index of words keeps. */
  toSearched(text: string): string
  /**
   * Finds documents, best first, each once: it stands at its best page, or at its file name. `read` reads what
   * belongs to them. Rejects with SearchTooSlowError when its time is over.
   */
  search<T>(
    phrases: Phrase[],
    searchOptions: SearchOptions,
    read: (snapshot: Queries, ranked: RankedRow[]) => Promise<T>,
  ): Promise<T>
  /** Null where a document of any size is saved in one transaction. */
  largeOriginals: LargeOriginals | null
  /** After the commit that deleted a document with these pages: frees what it took. */
  afterDeletion(pageIds: number[]): Promise<void>
  /** Frees what is left of deleted documents. */
  freeSpace(): Promise<void>
  close(): Promise<void>
}

/** Each call rejects with StoreUnavailableError when the database cannot be used now. */
export interface Database extends Pick<Queries, 'all' | 'get'> {
  /** Everything that `work` reads is of one moment. It awaits nothing but its own statements. */
  read<T>(work: (snapshot: Queries) => Promise<T>): Promise<T>
  /**
   * Everything that `work` writes is on disk, or nothing of it. No other write's statement runs between its
   * statements on the same rows. `work` may be called more than once, and awaits nothing but its own statements.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
}

export interface Queries {
  dialect: Dialect
  /** `Row` says what the SQL selects: the one place where a row's type is taken on trust. */
  all<Row>(sql: string, values?: Values): Promise<Row[]>
  get<Row>(sql: string, values?: Values): Promise<Row | undefined>
  /** Number of rows that changed. */
  run(sql: string, values?: Values): Promise<number>
  /**
   * Inserts rows, whose keys are the names of columns; `clause` is the end of the statement. What it returns of the
   * rows, in no order.
   */
  insert<Row = never>(table: string, rows: NewRow[], clause?: string): Promise<Row[]>
}

export interface Transaction extends Queries {
  /** The same was written before, and its connection lost at COMMIT: it may be there, or not. */
  isRepeated: boolean
}

export type Value = string | number | boolean | null | Uint8Array | (string | number | null)[]
export type Values = Record<string, Value>
export type NewRow = Record<string, Value>

/** Pieces of SQL that the two databases spell differently. */
export interface Dialect {
  /** At the end of a SELECT: its rows are locked until the transaction ends. */
  forUpdate: string
  /** The whole numbers of a list as a table: `value`, and its `place` from 0. */
  elements(list: string): string
  /** Whether `text` contains `part`, ASCII letters in either case. */
  includes(text: string, part: string): string
}

/** Saves the bytes of large documents in several transactions, so that nobody waits for all of them. */
export interface LargeOriginals {
  isLarge(pages: NewPage[]): boolean
  /** Saves the bytes of pages that are to come, then calls `add`. What it does not add is deleted again. */
  saveAhead<T extends { added: boolean }>(
    pages: NewPage[],
    add: (ahead: SavedAhead) => Promise<T>,
  ): Promise<T>
}

export interface SavedAhead {
  /** Ids that the pages are to have. */
  pageIds: number[]
  /** In the transaction that adds the pages: throws StoreUnavailableError where their bytes are not there. */
  requireSaved(transaction: Queries): Promise<void>
}

/** Which part of the documents that are found; null where it does not matter. */
export interface SearchOptions {
  status: string | null
  batch: string | null
  /** ms since 1970 */
  createdAfter: number
  createdBefore: number
  limit: number
  position: number
}

/** Insertion number of a document, and the page of it that says most of what was looked for, if one does. */
export interface RankedRow {
  seq: number
  bestPage: number | null
}
