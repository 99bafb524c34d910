import { DatabaseSync } from 'node:sqlite'
import { SettingsError } from '../../../functions/shared/settings/env.ts'
import { toStartError } from './unusable.ts'

const version = 3

/**
 * topics         topic │ end: the offset that its next record gets
 * records        topic │ offset │ key │ headers (JSON) │ value
 * progress       topic │ group │ position: nothing from this offset on is finished
 * open_records   topic │ group │ offset │ attempts: a record below the position that the group has not finished
 *
 * Offsets of a topic start at 0, go on by 1, and are never given twice; there is one partition, 0. The value
 * comes last: SQLite reads a long row up to the last column asked for, and no further.
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
 * The log's connection: on disk before a commit returns, and what is deleted is overwritten where that costs no write
 * of its own. Its tables and topics are made if they are not there; the file of another version is refused, and
 * nothing in it changed.
 */
export function openLogDatabase(path: string, topics: string[]): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { timeout: 5000 })
    const isNew = requireVersion(db, path)
    // Before the first table: freed pages can then be given back to the file system.
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

/** True where the file is new. */
function requireVersion(db: DatabaseSync, path: string): boolean {
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (found === version) return false
  if (found === 0 && db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined) return true
  throw new SettingsError(
    `Cannot open the log ${path}: its schema version is ${found}, and this Glyphflow's is ${version}. ` +
      'Run the Glyphflow that made it, or set DATA_DIR to another folder',
  )
}
