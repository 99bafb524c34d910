import type { Database } from './database.ts'
import { nameSearch, pageIndexes, recovery, schema, schemaVersion } from './schema.ts'

/** Numbers the pages that are in the log in the order in which they came: nobody knows a better one. */
const from1To2 = `
  ${recovery}
  ALTER TABLE documents ADD COLUMN traceparent TEXT;
  ALTER TABLE originals ADD COLUMN checksum INTEGER;
  ALTER TABLE texts ADD COLUMN text_checksum INTEGER;
  ALTER TABLE texts ADD COLUMN words_checksum INTEGER;
  ALTER TABLE pages ADD COLUMN append_number INTEGER;
  ALTER TABLE pages ADD COLUMN claims INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE pages ADD COLUMN times_lost INTEGER NOT NULL DEFAULT 0;
  UPDATE pages SET append_number = numbered.number
    FROM (SELECT page_id, row_number() OVER (ORDER BY page_id) AS number
          FROM pages WHERE appended_at IS NOT NULL) AS numbered
    WHERE pages.page_id = numbered.page_id;
  UPDATE appends SET latest = (SELECT count(append_number) FROM pages);
  DROP INDEX pages_queued;
  ALTER TABLE pages DROP COLUMN appended_at;
  ${pageIndexes}
`

/** A page was read in what its document was to be read in: there was nothing else. */
const from2To3 = `
  ALTER TABLE pages ADD COLUMN language TEXT;
  UPDATE pages SET language = (SELECT language FROM documents WHERE seq = document_seq)
    WHERE status = 'done';
`
/** A page's try was that of its text once it was done. */
const from3To4 = `
  ALTER TABLE pages ADD COLUMN text_try INTEGER;
  UPDATE pages SET text_try = try WHERE status = 'done';
`
/** Only texts were searched. */
const from4To5 = `
  ${nameSearch}
  INSERT INTO name_search (name_search) VALUES ('rebuild');
`
/** Coverage was not measured. */
const from5To6 = `
  ALTER TABLE pages ADD COLUMN coverage REAL;
`
/** From version 1 on, each to the next. */
const upgrades = [from1To2, from2To3, from3To4, from4To5, from5To6]

/**
 * Brings a file to the schema of today, all at once or not at all: a new one, or one of an older version.
 * True if the file is an old one that this call has brought there. Throws for one that is not ours, and
 * where another process writes; a file that is at the schema of today needs no writing.
 */
export function migrate(database: Database): boolean {
  const version = database.prepare<{ user_version: number }>('PRAGMA user_version')
  const tables = database.prepare<{ tables: number }>(
    'SELECT count(*) AS tables FROM sqlite_schema',
  )
  const found = () => version.get()?.user_version ?? 0
  if (found() === schemaVersion) return false

  return database.writeNow(() => {
    const before = found()
    // Another process may have been quicker.
    if (before === schemaVersion) return false
    if (before > schemaVersion) {
      throw new Error(
        `its schema version is ${before}, newer than this Glyphflow's ${schemaVersion}. Run the newer Glyphflow, or set DATA_DIR to another folder`,
      )
    }
    if (before === 0 && tables.get()?.tables) {
      throw new Error(
        'it is the database of another program. Move it away, or set DATA_DIR to another folder',
      )
    }
    database.exec(before === 0 ? schema : upgrades.slice(before - 1).join(''))
    database.exec(`PRAGMA user_version = ${schemaVersion}`)
    return before !== 0
  })
}
