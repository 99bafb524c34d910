/** SQL by which the tables of SQLite and PostgreSQL differ. */
export interface Types {
  /** A primary key that numbers the rows: a number is never reused. */
  id: string
  bigint: string
  integer: string
  double: string
  boolean: string
  bytes: string
  /** Words of a text as a search finds them. */
  searched: string
  /** Primary key of a change. */
  change: string
  /** Constraint of a chunk's page. */
  chunkPage: string
  /** Options of each table. */
  options: string
}

/**
 * Tables of a store:
 *
 *   documents ─┬─< pages ─┬── originals ─< chunks   the bytes, in rows of at most 1 MiB
 *              │          ├── texts   recognized text of a done page
 *              │          └── corrections   text of a page that a person has corrected
 *              └── idempotency_keys
 *   changes        refer to documents by id, and outlive them
 *   dead_letters   refer to documents by id; deleted with them
 *   appends        one row: the greatest append number ever assigned
 *
 * Each database adds `feed`, which has one row: the greatest change number ever assigned.
 *
 * No number of a row is reused, so cursors and numbers remembered by clients stay valid after a deletion. Times are
 * milliseconds since 1970. Checksums are CRC-32 (./values/checksum.ts). A document's file name never changes.
 *
 * An original of several pages belongs to the first of them; `original_page` is the number of a page in it, from 1,
 * and null if the original is a picture of one page. A document's `kind` is that of its first page's original, `image`
 * or `pdf`; it never changes.
 *
 * How a page is to be read: in `own_language`, null for the language of its document (`language` is the one used for
 * recognition); with its text from `pdf_text`, null for the setting; turned by `rotate` degrees clockwise. A redrive
 * may change them, and each submission has them.
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
 * appended before a mark; pages_ended serves whether a page appended after a mark has ended. Each database has its own.
 *
 * A page in corrections has a row in texts, too: the latest recognized text, whose `searched` has the words of the
 * corrected one. `gaps` is what lies between its words, and `width` and `height` are those of the picture that the
 * boxes of its words refer to: a later recognition may turn the page.
 *
 * Rows of pages stay small, so that counting and ranking 20,000 of them reads 1.4 MB instead of 328. `words` is the
 * last column: SQLite reads a long row only up to the last selected column.
 */
export function tablesOf(types: Types): string {
  const { id, bigint, integer, double, boolean, bytes, searched, change, chunkPage, options } =
    types
  return `
  CREATE TABLE documents (
    seq           ${id},
    id            TEXT NOT NULL UNIQUE,
    status        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    created_at    ${bigint} NOT NULL,
    finished_at   ${bigint},
    filename      TEXT,
    name_searched ${searched},
    batch         TEXT,
    language      TEXT NOT NULL,
    traceparent   TEXT NOT NULL
  ) ${options};
  CREATE INDEX documents_by_status ON documents (status, seq);
  CREATE INDEX documents_by_kind ON documents (kind, seq);
  CREATE INDEX documents_by_batch ON documents (batch, seq) WHERE batch IS NOT NULL;

  CREATE TABLE pages (
    page_id       ${id},
    document_seq  ${bigint} NOT NULL REFERENCES documents ON DELETE CASCADE,
    page          ${integer} NOT NULL,
    status        TEXT NOT NULL DEFAULT 'queued',
    try           ${integer} NOT NULL DEFAULT 1,
    text_try      ${integer},
    width         ${integer} NOT NULL,
    height        ${integer} NOT NULL,
    original_page ${integer},
    bulk          ${integer} NOT NULL,
    own_language  TEXT,
    pdf_text      TEXT,
    rotate        ${integer} NOT NULL DEFAULT 0,
    append_number ${bigint},
    claims        ${integer} NOT NULL DEFAULT 0,
    times_lost    ${integer} NOT NULL DEFAULT 0,
    finished_at   ${bigint},
    confidence    ${double},
    coverage      ${double},
    language      TEXT,
    engine        TEXT,
    model         TEXT,
    timings       TEXT,
    error_code    TEXT,
    error_detail  TEXT,
    UNIQUE (document_seq, page)
  ) ${options};
  CREATE INDEX pages_failed ON pages (append_number) WHERE status = 'failed';

  CREATE TABLE originals (
    page_id    ${bigint} PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
    media_type TEXT NOT NULL,
    bytes      ${bigint} NOT NULL,
    digest     TEXT NOT NULL
  ) ${options};
  CREATE TABLE chunks (
    page_id  ${bigint} NOT NULL ${chunkPage},
    start    ${bigint} NOT NULL,
    checksum ${bigint} NOT NULL,
    bytes    ${bytes} NOT NULL,
    PRIMARY KEY (page_id, start)
  ) ${options};

  CREATE TABLE texts (
    page_id        ${bigint} PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
    words_omitted  ${boolean} NOT NULL,
    text_checksum  ${bigint} NOT NULL,
    words_checksum ${bigint} NOT NULL,
    text           TEXT NOT NULL,
    searched       ${searched} NOT NULL,
    words          TEXT NOT NULL
  ) ${options};

  CREATE TABLE corrections (
    page_id        ${bigint} PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
    corrected_at   ${bigint} NOT NULL,
    width          ${integer} NOT NULL,
    height         ${integer} NOT NULL,
    text_checksum  ${bigint} NOT NULL,
    words_checksum ${bigint} NOT NULL,
    gaps_checksum  ${bigint} NOT NULL,
    text           TEXT NOT NULL,
    gaps           TEXT NOT NULL,
    words          TEXT NOT NULL
  ) ${options};

  CREATE TABLE idempotency_keys (
    key          TEXT PRIMARY KEY,
    fingerprint  TEXT NOT NULL,
    document_seq ${bigint} NOT NULL UNIQUE REFERENCES documents ON DELETE CASCADE,
    created_at   ${bigint} NOT NULL
  ) ${options};
  CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

  CREATE TABLE changes (
    change      ${change},
    at          ${bigint} NOT NULL,
    document_id TEXT NOT NULL,
    kind        TEXT NOT NULL,
    status      TEXT NOT NULL,
    page        ${integer},
    try         ${integer}
  ) ${options};
  CREATE INDEX changes_by_document ON changes (document_id, change);

  CREATE TABLE appends (latest ${bigint} NOT NULL) ${options};
  INSERT INTO appends (latest) VALUES (0);

  CREATE TABLE dead_letters (
    letter      ${id},
    source      TEXT NOT NULL,
    id          TEXT NOT NULL,
    type        TEXT NOT NULL,
    document_id TEXT,
    page        ${integer},
    try         ${integer},
    code        ${integer},
    reason      TEXT NOT NULL,
    destination TEXT,
    attributes  TEXT NOT NULL,
    at          ${bigint} NOT NULL,
    redriven_at ${bigint},
    UNIQUE (source, id)
  ) ${options};
  CREATE INDEX dead_letters_by_document ON dead_letters (document_id)
    WHERE document_id IS NOT NULL;
  CREATE INDEX dead_letters_waiting ON dead_letters (letter) WHERE redriven_at IS NULL;
`
}
