import { tablesOf } from '../../tables.ts'

/** Increases with each change of the schema. */
export const schemaVersion = 9

const tables = tablesOf({
  id: 'bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
  change: 'bigint PRIMARY KEY',
  ...{ bigint: 'bigint', integer: 'integer', boolean: 'boolean', double: 'double precision' },
  ...{ bytes: 'bytea', searched: 'tsvector' },
  chunkPage: 'REFERENCES originals ON DELETE CASCADE',
  options: '',
})

/**
 * The tables of a store (../../tables.ts), and glyphflow_schema with one row: the version, written after the schema.
 *
 * Every write to a document or its pages locks the document's row in documents. The row of appends is locked after
 * it, and the row of feed last, to number changes: numbers follow the order of the commits, and the holder of a
 * number waits for no other lock.
 *
 * Searches use the words of a text or a file name as split by ../search/text-search.ts, independent of the server's
 * configuration.
 */
export const schema = `
  ${tables}
  CREATE INDEX pages_queued ON pages (bulk, append_number, page_id) WHERE status = 'queued';
  CREATE INDEX pages_ended ON pages (bulk, append_number DESC NULLS LAST) WHERE status <> 'queued';
  CREATE INDEX texts_searched ON texts USING gin (searched);
  CREATE INDEX documents_name_searched ON documents USING gin (name_searched);
  -- Pictures are already compressed.
  ALTER TABLE chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

  CREATE TABLE feed (latest bigint NOT NULL);
  INSERT INTO feed (latest) VALUES (0);

  CREATE TABLE glyphflow_schema (version integer NOT NULL);
  INSERT INTO glyphflow_schema (version) VALUES (0);
`
