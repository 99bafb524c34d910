import { SettingsError } from '../../env.ts'
import { busyTimeoutMs, type Database, openDatabase } from './database.ts'

/**
 *   documents ─┬─< pages ─┬── originals    the bytes
 *              │          └── texts        what was read, once a page is done
 *              │               └┄┄ text_search   FTS5; keeps no text of its own, reads texts.searched
 *              └── idempotency_keys
 *   changes                                speaks of documents by id, and outlives them
 *
 * `seq` and `change` are AUTOINCREMENT: a number is never given twice, so cursors and clients that
 * remember one stay right after a deletion. Times are milliseconds since 1970.
 *
 * Rows of pages stay small, so that counting and ranking 20,000 of them reads 1.4 MB and not 328.
 * `words` comes last: SQLite reads a long row up to the last column asked for, and no further.
 * `searched` is the text without the two characters that mark hits in snippets (./search.ts).
 */
const schema = `
  CREATE TABLE documents (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    status      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    finished_at INTEGER,
    filename    TEXT,
    batch       TEXT,
    language    TEXT NOT NULL
  ) STRICT;
  CREATE INDEX documents_by_status ON documents (status, seq);
  CREATE INDEX documents_by_batch ON documents (batch, seq) WHERE batch IS NOT NULL;

  CREATE TABLE pages (
    page_id       INTEGER PRIMARY KEY,
    document_seq  INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    page          INTEGER NOT NULL,
    status        TEXT NOT NULL DEFAULT 'queued',
    try           INTEGER NOT NULL DEFAULT 1,
    width         INTEGER NOT NULL,
    height        INTEGER NOT NULL,
    appended_at   INTEGER,
    finished_at   INTEGER,
    confidence    REAL,
    engine        TEXT,
    model         TEXT,
    timings       TEXT,
    error_code    TEXT,
    error_detail  TEXT,
    UNIQUE (document_seq, page)
  ) STRICT;
  CREATE INDEX pages_queued ON pages (status) WHERE status = 'queued';

  CREATE TABLE originals (
    page_id    INTEGER PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
    media_type TEXT NOT NULL,
    image      BLOB NOT NULL
  ) STRICT;

  CREATE TABLE texts (
    page_id       INTEGER PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
    words_omitted INTEGER NOT NULL,
    text          TEXT NOT NULL,
    searched      TEXT AS (replace(replace(text, char(2), ' '), char(3), ' ')) VIRTUAL,
    words         TEXT NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE text_search USING fts5 (
    searched, content = 'texts', content_rowid = 'page_id',
    tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE TRIGGER text_inserted AFTER INSERT ON texts BEGIN
    INSERT INTO text_search (rowid, searched) VALUES (new.page_id, new.searched);
  END;
  CREATE TRIGGER text_updated AFTER UPDATE ON texts BEGIN
    INSERT INTO text_search (text_search, rowid, searched)
    VALUES ('delete', old.page_id, old.searched);
    INSERT INTO text_search (rowid, searched) VALUES (new.page_id, new.searched);
  END;
  CREATE TRIGGER text_deleted AFTER DELETE ON texts BEGIN
    INSERT INTO text_search (text_search, rowid, searched)
    VALUES ('delete', old.page_id, old.searched);
  END;

  CREATE TABLE idempotency_keys (
    key          TEXT PRIMARY KEY,
    fingerprint  TEXT NOT NULL,
    document_seq INTEGER NOT NULL UNIQUE REFERENCES documents ON DELETE CASCADE,
    created_at   INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

  CREATE TABLE changes (
    change      INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    document_id TEXT NOT NULL,
    kind        TEXT NOT NULL,
    status      TEXT NOT NULL,
    page        INTEGER,
    try         INTEGER
  ) STRICT;
  CREATE INDEX changes_by_document ON changes (document_id, change);
`

const schemaVersion = 1

/** The store's connection: durable before a write returns, its tables made if the file is new. */
export function openStoreDatabase(path: string): Database {
  let database: Database | undefined
  try {
    database = openDatabase(path)
    useWriteAheadLog(database)
    database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    migrate(database)
    return database
  } catch (error) {
    database?.close()
    const message = `Cannot open the store ${path}: ${reasonOf(error)}`
    // A busy or failing disk may do better next time; another program's file will not.
    const isFinal = [undefined, SQLITE_NOTADB].includes(sqliteCode(error))
    throw isFinal ? new SettingsError(message) : new Error(message, { cause: error })
  }
}

/**
 * Turning a new file to WAL fails at once, whatever the busy timeout, when another process does the same,
 * and gateway and results start together.
 */
function useWriteAheadLog(database: Database) {
  const deadline = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      return database.exec('PRAGMA journal_mode = WAL')
    } catch (error) {
      if (sqliteCode(error) !== SQLITE_BUSY || performance.now() > deadline) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

function migrate(database: Database) {
  const version = database.prepare<{ user_version: number }>('PRAGMA user_version')
  const tables = database.prepare<{ tables: number }>(
    'SELECT count(*) AS tables FROM sqlite_schema',
  )
  database.write(() => {
    const found = version.get()?.user_version ?? 0
    if (found === schemaVersion) return
    if (found > schemaVersion) {
      throw new Error(
        `its schema version is ${found}, newer than this Glyphflow's ${schemaVersion}. Run the newer Glyphflow, or set DATA_DIR to another folder`,
      )
    }
    if (tables.get()?.tables) {
      throw new Error(
        'it is the database of another program. Move it away, or set DATA_DIR to another folder',
      )
    }
    database.exec(schema)
    database.exec(`PRAGMA user_version = ${schemaVersion}`)
  })
}

/** https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5
const SQLITE_NOTADB = 26

function sqliteCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined
}

function reasonOf(error: unknown): string {
  if (sqliteCode(error) === SQLITE_NOTADB) {
    return 'it is not a SQLite database. Move it away, or set DATA_DIR to another folder'
  }
  return error instanceof Error ? error.message : String(error)
}
