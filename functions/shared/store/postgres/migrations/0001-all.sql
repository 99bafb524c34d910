--   documents ─┬─< pages ─┬── originals    the bytes
--              │          └── texts        what was read, once a page is done
--              └── idempotency_keys
--   changes        speak of documents by id, and outlive them
--   feed           one row: the greatest number of a change ever given
--   dead_letters   speak of documents by id; go with them
--   appends        one row: the greatest append number ever given
--
-- Times are milliseconds since 1970. Checksums are CRC-32 (../../checksum.ts).
--
-- Who changes anything of a document or of its pages holds the lock of its row in documents. The row of
-- appends is taken after it, and that of feed last of all, by who numbers changes: numbers are given in the
-- order of the commits, and nobody who holds one waits for another lock.
--
-- A page's append_number is null until its try is known to be in the log. claims counts how often that try
-- was sent again, times_lost how often the page was since a person asked for it. The index pages_queued
-- answers how many are queued, which are unappended and which were appended before a mark; pages_ended,
-- whether one appended after it has ended, and which did last.
--
-- What is searched are the words of a text as ../text-search.ts parts them: no configuration of the server counts.

CREATE TABLE documents (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id          text NOT NULL UNIQUE,
  status      text NOT NULL,
  created_at  bigint NOT NULL,
  finished_at bigint,
  filename    text,
  batch       text,
  language    text NOT NULL,
  traceparent text NOT NULL
);
CREATE INDEX documents_by_status ON documents (status, seq);
CREATE INDEX documents_by_batch ON documents (batch, seq) WHERE batch IS NOT NULL;

CREATE TABLE pages (
  page_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  document_seq  bigint NOT NULL REFERENCES documents ON DELETE CASCADE,
  page          integer NOT NULL,
  status        text NOT NULL DEFAULT 'queued',
  try           integer NOT NULL DEFAULT 1,
  width         integer NOT NULL,
  height        integer NOT NULL,
  append_number bigint,
  claims        integer NOT NULL DEFAULT 0,
  times_lost    integer NOT NULL DEFAULT 0,
  finished_at   bigint,
  confidence    double precision,
  language      text,
  engine        text,
  model         text,
  timings       text,
  error_code    text,
  error_detail  text,
  UNIQUE (document_seq, page)
);
CREATE INDEX pages_queued ON pages (append_number, page_id) WHERE status = 'queued';
CREATE INDEX pages_ended ON pages (append_number DESC NULLS LAST) WHERE status <> 'queued';

CREATE TABLE originals (
  page_id    bigint PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
  media_type text NOT NULL,
  checksum   bigint NOT NULL,
  image      bytea NOT NULL
);
-- Pictures are packed already.
ALTER TABLE originals ALTER COLUMN image SET STORAGE EXTERNAL;

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
