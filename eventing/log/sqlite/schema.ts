import { DatabaseSync } from 'node:sqlite'
import { SettingsError } from '../../../functions/shared/env.ts'

/**
 * topics     topic │ end: the offset that its next record gets
 * records    topic │ offset │ key │ headers (JSON) │ at (ms since 1970) │ value
 * progress   topic │ group │ next: the first offset that the group has not finished │ metadata (../window.ts)
 *
 * Offsets of a topic start at 0, go on by 1, and are never given twice; there is one partition, 0. The value
 * comes last: SQLite reads a long row up to the last column asked for, and no further.
 */
const versions = [
  `CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    key TEXT,
    headers TEXT NOT NULL,
    at INTEGER NOT NULL,
    value BLOB,
    UNIQUE (topic, "offset")
  ) STRICT;
  CREATE INDEX records_by_key ON records (key) WHERE key IS NOT NULL;
  CREATE INDEX records_by_age ON records (topic, at, "offset");
  CREATE TABLE topics (topic TEXT PRIMARY KEY, "end" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE progress (
    topic TEXT NOT NULL,
    "group" TEXT NOT NULL,
    next INTEGER NOT NULL,
    metadata TEXT NOT NULL,
    PRIMARY KEY (topic, "group")
  ) STRICT, WITHOUT ROWID;`,
]

/** What was there before the file told its version: records without a time, progress without metadata. */
const fromUnversioned = `
  ALTER TABLE records RENAME TO old_records;
  ALTER TABLE progress RENAME TO old_progress;
  ${versions[0]}
  INSERT INTO records (topic, "offset", key, headers, at, value)
    SELECT topic, "offset", key, headers, unixepoch() * 1000, value FROM old_records;
  INSERT INTO topics SELECT topic, max("offset") + 1 FROM old_records GROUP BY topic;
  INSERT INTO progress SELECT topic, "group", next, '' FROM old_progress;
  DROP TABLE old_records;
  DROP TABLE old_progress;`

/** The log's connection: on disk before a commit returns, its tables made if the file is new. */
export function openLogDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5000 })
  try {
    // Before the first table: freed pages can then be given back to the file system.
    db.exec('PRAGMA auto_vacuum = INCREMENTAL')
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    db.exec('PRAGMA journal_size_limit = 67108864')
    migrate(db, path)
    return db
  } catch (error) {
    db.close()
    if (!(error instanceof Error && 'errcode' in error && error.errcode === SQLITE_NOTADB))
      throw error
    throw new SettingsError(
      `Cannot open the log ${path}: it is not a SQLite database. ` +
        'Move it away, or set DATA_DIR to another folder',
    )
  }
}

/** https://sqlite.org/rescode.html */
const SQLITE_NOTADB = 26

function migrate(db: DatabaseSync, path: string): void {
  const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (version === versions.length) return
  if (version > versions.length) {
    throw new SettingsError(
      `Cannot open the log ${path}: its schema version is ${version}, newer than this Glyphflow's ` +
        `${versions.length}. Run the newer Glyphflow, or set DATA_DIR to another folder`,
    )
  }
  const isUnversioned = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'records'`).get()
  db.exec(`BEGIN IMMEDIATE;
    ${isUnversioned ? fromUnversioned : versions.slice(version).join('\n')}
    PRAGMA user_version = ${versions.length};
    COMMIT`)
}
