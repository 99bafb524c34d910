export const schemaVersion = 12

/**
 *   documents ─┬─< pages ─┬── originals ─< chunks   the bytes, in rows of at most 1 MiB
 *              │          ├── texts   recognized text of a done page
 *              │          │    └┄┄ text_search   FTS5; external content: texts.searched
 *              │          └── corrections   text of a page that a person has corrected
 *              ├── idempotency_keys
 *              └┄┄ name_search   FTS5; external content: documents.name_searched
 *   changes        refer to documents by id, and outlive them
 *   feed           one row, a view: the greatest change number ever assigned
 *   dead_letters   refer to documents by id; deleted with them
 *   appends        one row: the greatest append number ever assigned
 *
 * `seq`, `page_id`, `change` and `letter` are AUTOINCREMENT: a number is never reused, so cursors and numbers
 * remembered by clients stay valid after a deletion. Times are milliseconds since 1970.
 *
 * An original of several pages belongs to the first of them; `original_page` is the number of a page in it, from 1,
 * and null if the original is a picture of one page.
 *
 * How a page is to be read: in `own_language`, null for the language of its document (`language` is what it was read
 * in); with its text from `pdf_text`, null for the setting; turned by `rotate` degrees clockwise. A redrive may change
 * them, and each submission has them.
 *
 * Chunks of a large document are saved before it, and the chunks of every document are deleted after it, a few at a
 * time: chunks without an original belong to a deleted or a new document.
 *
 * A document's `kind` is that of its first page's original, `image` or `pdf`; it never changes.
 *
 * A page's `try` is its latest, `status` the state of that try, and `text_try` the try of its text, null without a
 * text. A page with a text that is recognized again is queued, with a text_try below its try; at the end of the try
 * it is done, whether the try succeeded or not.
 *
 * Pages with `bulk` 1 are many, or belong to many, and are in a topic of their own: only they overtake one another.
 *
 * A page's `append_number` is null until its try is known to be in the log. `claims` counts how often that
 * try was sent again, `times_lost` how often the page was lost since a person requested it. The index
 * pages_queued serves the number of queued pages, the unappended pages (null first, then by age) and the pages
 * appended before a mark; pages_ended serves whether a page appended after a mark has ended.
 *
 * A page in corrections has a row in texts, too: the latest recognized text, whose `searched` has the words of the
 * corrected one. `gaps` is what lies between its words, and `width` and `height` are those of the picture that the
 * boxes of its words refer to: a later recognition may turn the page.
 *
 * Rows of pages stay small, so that counting and ranking 20,000 of them reads 1.4 MB instead of 328.
 * `words` is the last column: SQLite reads a long row only up to the last selected column.
 * Checksums are CRC-32 (../../values/checksum.ts). `searched` and `name_searched` are the terms of a text and of a
 * file name (text-search.ts): FTS5's ascii tokenizer splits them at spaces, unchanged. A document's file name never
 * changes.
 */
export const schema = `
  CREATE TABLE documents (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    status        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    finished_at   INTEGER,
    filename      TEXT,
    name_searched TEXT,
    batch         TEXT,
    language      TEXT NOT NULL,
    traceparent   TEXT NOT NULL
  ) STRICT;
  CREATE INDEX documents_by_status ON documents (status, seq);
  CREATE INDEX documents_by_kind ON documents (kind, seq);
  CREATE INDEX documents_by_batch ON documents (batch, seq) WHERE batch IS NOT NULL;

  CREATE TABLE pages (
    page_id       INTEGER PRIMARY KEY AUTOINCREMENT,
    document_seq  INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    page          INTEGER NOT NULL,
    status        TEXT NOT NULL DEFAULT 'queued',
    try           INTEGER NOT NULL DEFAULT 1,
    text_try      INTEGER,
    width         INTEGER NOT NULL,
    height        INTEGER NOT NULL,
    original_page INTEGER,
    bulk          INTEGER NOT NULL,
    own_language  TEXT,
    pdf_text      TEXT,
    rotate        INTEGER NOT NULL DEFAULT 0,
    append_number INTEGER,
    claims        INTEGER NOT NULL DEFAULT 0,
    times_lost    INTEGER NOT NULL DEFAULT 0,
    finished_at   INTEGER,
    confidence    REAL,
    coverage      REAL,
    language      TEXT,
    engine        TEXT,
    model         TEXT,
    timings       TEXT,
    error_code    TEXT,
    error_detail  TEXT,
    UNIQUE (document_seq, page)
  ) STRICT;
  CREATE INDEX pages_queued ON pages (bulk, append_number) WHERE status = 'queued';
  CREATE INDEX pages_failed ON pages (append_number) WHERE status = 'failed';
  CREATE INDEX pages_ended ON pages (bulk, append_number) WHERE status <> 'queued';

  CREATE TABLE originals (
    page_id    INTEGER PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
    media_type TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    digest     TEXT NOT NULL
  ) STRICT;
  CREATE TABLE chunks (
    page_id  INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    PRIMARY KEY (page_id, start)
  ) STRICT;

  CREATE TABLE texts (
    page_id        INTEGER PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
    words_omitted  INTEGER NOT NULL,
    text_checksum  INTEGER NOT NULL,
    words_checksum INTEGER NOT NULL,
    text           TEXT NOT NULL,
    searched       TEXT NOT NULL,
    words          TEXT NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE text_search USING fts5 (
    searched, content = 'texts', content_rowid = 'page_id',
    tokenize = 'ascii'
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

  CREATE TABLE corrections (
    page_id        INTEGER PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
    corrected_at   INTEGER NOT NULL,
    width          INTEGER NOT NULL,
    height         INTEGER NOT NULL,
    text_checksum  INTEGER NOT NULL,
    words_checksum INTEGER NOT NULL,
    gaps_checksum  INTEGER NOT NULL,
    text           TEXT NOT NULL,
    gaps           TEXT NOT NULL,
    words          TEXT NOT NULL
  ) STRICT;

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
  -- sqlite_sequence keeps the last number after its change was deleted: https://sqlite.org/autoinc.html
  CREATE VIEW feed (latest) AS
    SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0);

  CREATE TABLE appends (latest INTEGER NOT NULL) STRICT;
  INSERT INTO appends (latest) VALUES (0);

  CREATE TABLE dead_letters (
    letter      INTEGER PRIMARY KEY AUTOINCREMENT,
    source      TEXT NOT NULL,
    id          TEXT NOT NULL,
    type        TEXT NOT NULL,
    document_id TEXT,
    page        INTEGER,
    try         INTEGER,
    code        INTEGER,
    reason      TEXT NOT NULL,
    destination TEXT,
    attributes  TEXT NOT NULL,
    at          INTEGER NOT NULL,
    redriven_at INTEGER,
    UNIQUE (source, id)
  ) STRICT;
  CREATE INDEX dead_letters_by_document ON dead_letters (document_id)
    WHERE document_id IS NOT NULL;
  CREATE INDEX dead_letters_waiting ON dead_letters (letter) WHERE redriven_at IS NULL;

  CREATE VIRTUAL TABLE name_search USING fts5 (
    name_searched, content = 'documents', content_rowid = 'seq',
    tokenize = 'ascii'
  );
  CREATE TRIGGER name_inserted AFTER INSERT ON documents BEGIN
    INSERT INTO name_search (rowid, name_searched) VALUES (new.seq, new.name_searched);
  END;
  CREATE TRIGGER name_deleted AFTER DELETE ON documents BEGIN
    INSERT INTO name_search (name_search, rowid, name_searched)
    VALUES ('delete', old.seq, old.name_searched);
  END;
`
