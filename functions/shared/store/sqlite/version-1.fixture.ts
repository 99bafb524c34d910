/** The tables of schema version 1, as they were made then. */
export const version1 = `
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
  PRAGMA user_version = 1;
`
