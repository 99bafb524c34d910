import { DatabaseSync } from 'node:sqlite'
import { SettingsError } from '../../../functions/shared/env.ts'
import { toStartError } from './unusable.ts'

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

/**
 * What was there before the file told its version: records without a time, progress without metadata. What
 * every group had finished was kept for ever, and is not taken along.
 */
const fromUnversioned = `
  DELETE FROM records WHERE "offset" < (
    SELECT min(next) FROM progress WHERE progress.topic = records.topic);
  ALTER TABLE records RENAME TO old_records;
  ALTER TABLE progress RENAME TO old_progress;
  ${versions[0]}
  INSERT INTO records (topic, "offset", key, headers, at, value)
    SELECT topic, "offset", key, headers, unixepoch() * 1000, value FROM old_records;
  INSERT INTO topics SELECT topic, max("end") FROM (
    SELECT topic, max("offset") + 1 AS "end" FROM old_records GROUP BY topic
    UNION ALL SELECT topic, next FROM old_progress) GROUP BY topic;
  INSERT INTO progress SELECT topic, "group", next, '' FROM old_progress;
  DROP TABLE old_records;
  DROP TABLE old_progress;`

/** The log's connection: on disk before a commit returns, its tables and topics made if they are not there. */
export function openLogDatabase(path: string, topics: string[]): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { timeout: 5000 })
    // Before the first table: freed pages can then be given back to the file system.
    db.exec('PRAGMA auto_vacuum = INCREMENTAL')
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    db.exec('PRAGMA journal_size_limit = 67108864')
    if (migrate(db, path)) rewriteForSpace(db)
    const add = db.prepare('INSERT INTO topics (topic, "end") VALUES (?, 0) ON CONFLICT DO NOTHING')
    for (const topic of topics) add.run(topic)
    return db
  } catch (error) {
    db?.close()
    throw toStartError(path, error)
  }
}

/** True if the file was an older one. */
function migrate(db: DatabaseSync, path: string): boolean {
  const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (version === versions.length) return false
  if (version > versions.length) {
    throw new SettingsError(
      `Cannot open the log ${path}: its schema version is ${version}, newer than this Glyphflow's ` +
        `${versions.length}. Run the newer Glyphflow, or set DATA_DIR to another folder`,
    )
  }
  const isOlder =
    db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'records'`).get() !== undefined
  db.exec(`BEGIN IMMEDIATE;
    ${isOlder ? fromUnversioned : versions.slice(version).join('\n')}
    PRAGMA user_version = ${versions.length};
    COMMIT`)
  return isOlder
}

/** Only a file that is rewritten learns to give back space. Without room for that it fills its space again. */
function rewriteForSpace(db: DatabaseSync): void {
  try {
    db.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error)) throw error
  }
}
