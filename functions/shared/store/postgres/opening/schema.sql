--   documents ─┬─< pages ─┬── originals ─< chunks   the bytes, in rows of at most 1 MiB
--              │          ├── texts   recognized text of a done page
--              │          └── corrections   text of a page that a person has corrected
--              └── idempotency_keys
--   changes        refer to documents by id, and outlive them
--   feed           one row: the greatest change number ever assigned
--   dead_letters   refer to documents by id; deleted with them
--   appends        one row: the greatest append number ever assigned
--   glyphflow_schema   one row: the version of this schema
--
-- Times are milliseconds since 1970. Checksums are CRC-32 (../../values/checksum.ts).
--
-- Every write to a document or its pages locks the document's row in documents. The row of appends is locked after
-- it, and the row of feed last, to number changes: numbers follow the order of the commits, and the holder of a
-- number waits for no other lock.
--
-- ../../sqlite/opening/schema.ts describes kind, bulk, original_page, own_language, pdf_text, rotate, try, text_try,
-- append_number, claims and times_lost, the purpose of the indexes of pages, and corrections.
--
-- Searches use the words of a text or a file name as split by text-search.ts, independent of the server's
-- configuration. A document's file name never changes.

CREATE TABLE documents (
  seq           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id            text NOT NULL UNIQUE,
  status        text NOT NULL,
  kind          text NOT NULL,
  created_at    bigint NOT NULL,
  finished_at   bigint,
  filename      text,
  name_searched tsvector,
  batch         text,
  language      text NOT NULL,
  traceparent   text NOT NULL
);
CREATE INDEX documents_by_status ON documents (status, seq);
CREATE INDEX documents_by_kind ON documents (kind, seq);
CREATE INDEX documents_by_batch ON documents (batch, seq) WHERE batch IS NOT NULL;
CREATE INDEX documents_name_searched ON documents USING gin (name_searched);

CREATE TABLE pages (
  page_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  document_seq  bigint NOT NULL REFERENCES documents ON DELETE CASCADE,
  page          integer NOT NULL,
  status        text NOT NULL DEFAULT 'queued',
  try           integer NOT NULL DEFAULT 1,
  text_try      integer,
  width         integer NOT NULL,
  height        integer NOT NULL,
  original_page integer,
  bulk          smallint NOT NULL,
  own_language  text,
  pdf_text      text,
  rotate        integer NOT NULL DEFAULT 0,
  append_number bigint,
  claims        integer NOT NULL DEFAULT 0,
  times_lost    integer NOT NULL DEFAULT 0,
  finished_at   bigint,
  confidence    double precision,
  coverage      double precision,
  language      text,
  engine        text,
  model         text,
  timings       text,
  error_code    text,
  error_detail  text,
  UNIQUE (document_seq, page)
);
CREATE INDEX pages_queued ON pages (bulk, append_number, page_id) WHERE status = 'queued';
CREATE INDEX pages_failed ON pages (append_number) WHERE status = 'failed';
CREATE INDEX pages_ended ON pages (bulk, append_number DESC NULLS LAST) WHERE status <> 'queued';

CREATE TABLE originals (
  page_id    bigint PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
  media_type text NOT NULL,
  bytes      bigint NOT NULL,
  digest     text NOT NULL
);
CREATE TABLE chunks (
  page_id  bigint NOT NULL REFERENCES originals ON DELETE CASCADE,
  start    bigint NOT NULL,
  checksum bigint NOT NULL,
  bytes    bytea NOT NULL,
  PRIMARY KEY (page_id, start)
);
-- Pictures are already compressed.
ALTER TABLE chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE texts (
  page_id        bigint PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
  words_omitted  boolean NOT NULL,
  text_checksum  bigint NOT NULL,
  words_checksum bigint NOT NULL,
  text           text NOT NULL,
  words          text NOT NULL,
  searched       tsvector NOT NULL
);
CREATE INDEX texts_searched ON texts USING gin (searched);

CREATE TABLE corrections (
  page_id        bigint PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
  corrected_at   bigint NOT NULL,
  width          integer NOT NULL,
  height         integer NOT NULL,
  text_checksum  bigint NOT NULL,
  words_checksum bigint NOT NULL,
  gaps_checksum  bigint NOT NULL,
  text           text NOT NULL,
  gaps           text NOT NULL,
  words          text NOT NULL
);

CREATE TABLE idempotency_keys (
  key          text PRIMARY KEY,
  fingerprint  text NOT NULL,
  document_seq bigint NOT NULL UNIQUE REFERENCES documents ON DELETE CASCADE,
  created_at   bigint NOT NULL
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE feed (latest bigint NOT NULL);
INSERT INTO feed (latest) VALUES (0);

CREATE TABLE changes (
  change      bigint PRIMARY KEY,
  at          bigint NOT NULL,
  document_id text NOT NULL,
  kind        text NOT NULL,
  status      text NOT NULL,
  page        integer,
  try         integer
);
CREATE INDEX changes_by_document ON changes (document_id, change);

CREATE TABLE appends (latest bigint NOT NULL);
INSERT INTO appends (latest) VALUES (0);

CREATE TABLE dead_letters (
  letter      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source      text NOT NULL,
  id          text NOT NULL,
  type        text NOT NULL,
  document_id text,
  page        integer,
  try         integer,
  code        integer,
  reason      text NOT NULL,
  destination text,
  attributes  text NOT NULL,
  at          bigint NOT NULL,
  redriven_at bigint,
  UNIQUE (source, id)
);
CREATE INDEX dead_letters_by_document ON dead_letters (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX dead_letters_waiting ON dead_letters (letter) WHERE redriven_at IS NULL;

-- The version is written after the schema.
CREATE TABLE glyphflow_schema (version integer NOT NULL);
INSERT INTO glyphflow_schema (version) VALUES (0);
