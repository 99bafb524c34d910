import { DatabaseSync } from 'node:sqlite'
import { SettingsError } from '../../../functions/shared/settings/env.ts'
import { toStartError } from './unusable.ts'

const version = 3

/**
 * topics         topic │ end: offset of its next record
 * records        topic │ offset │ key │ headers (JSON) │ value
 * progress       topic │ group │ position: no record from this offset on is finished
 * open_records   topic │ group │ offset │ attempts: an unfinished record below the position
 *
 * Offsets of a topic start at 0, increase by 1, and are never reused; the only partition is 0. The value is the
 * last column: SQLite reads a long row only up to the last column selected.
 */
const schema = `
  CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    key TEXT,
    headers TEXT NOT NULL,
    value BLOB,
    UNIQUE (topic, "offset")
  ) STRICT;
  CREATE TABLE topics (topic TEXT PRIMARY KEY, "end" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE progress (
    topic TEXT NOT NULL,
    "group" TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (topic, "group")
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE open_records (
    topic TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (topic, "group", "offset")
  ) STRICT, WITHOUT ROWID;`

/**
 * Opens the log's file. Commits are durable when they return; deleted content is overwritten where that costs no extra
 * write. Creates missing tables and topics; refuses a file of another schema version, unchanged.
 */
export function openLogDatabase(path: string, topics: string[]): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { timeout: 5000 })
    const isNew = requireVersion(db, path)
    // Set before the first table: freed pages can then be returned to the file system.
    if (isNew) db.exec('PRAGMA auto_vacuum = INCREMENTAL')
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST')
    db.exec('PRAGMA journal_size_limit = 16777216')
    if (isNew) db.exec(`BEGIN IMMEDIATE; ${schema} PRAGMA user_version = ${version}; COMMIT`)
    const add = db.prepare('INSERT INTO topics (topic, "end") VALUES (?, 0) ON CONFLICT DO NOTHING')
    for (const topic of topics) add.run(topic)
    return db
  } catch (error) {
    db?.close()
    throw toStartError(path, error)
  }
}

/** True if the file is new. */
function requireVersion(db: DatabaseSync, path: string): boolean {
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (found === version) return false
  if (found === 0 && db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined) return true
  throw new SettingsError(
    `Cannot open the log ${path}: its schema version is ${found}, and this Glyphflow's is ${version}. ` +
      'Run the Glyphflow that made it, or set DATA_DIR to another folder',
  )
}
