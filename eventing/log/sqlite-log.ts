import { DatabaseSync } from 'node:sqlite'
import type { KafkaMessage } from '../../functions/shared/cloudevent.ts'
import { SettingsError } from '../../functions/shared/env.ts'
import { createSubscription } from './sqlite-subscription.ts'
import { type Position, type TopicLog, type TopicRecord, UnknownTopicError } from './topic-log.ts'

/**
 * records    topic │ offset │ key │ headers (JSON) │ value
 * progress   topic │ group  │ next: the first offset that the group has not finished
 *
 * Offsets of a topic start at 0 and go on by 1; there is one partition, 0.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    key TEXT,
    headers TEXT NOT NULL,
    value BLOB,
    UNIQUE (topic, "offset")
  ) STRICT;
  CREATE TABLE IF NOT EXISTS progress (
    topic TEXT NOT NULL,
    "group" TEXT NOT NULL,
    next INTEGER NOT NULL,
    PRIMARY KEY (topic, "group")
  ) STRICT, WITHOUT ROWID;
`

interface Waiting {
  write: () => unknown
  done: () => void
  failed: (error: unknown) => void
}

/** The embedded log: one SQLite file, one process. Resolved appends are on disk (WAL, synchronous=FULL). */
export function openSqliteLog(path: string, topics: string[]): TopicLog {
  const db = openDatabase(path)
  const insert = db.prepare(
    `INSERT INTO records (topic, "offset", key, headers, value) VALUES (?, ?, ?, ?, ?)`,
  )
  const selectNext = db.prepare(
    `SELECT "offset", key, headers, value FROM records WHERE topic = ? AND "offset" >= ?
     ORDER BY "offset" LIMIT 1`,
  )
  const selectEnd = db.prepare(
    `SELECT coalesce(max("offset") + 1, 0) AS "end" FROM records WHERE topic = ?`,
  )
  const selectProgress = db.prepare(`SELECT next FROM progress WHERE topic = ? AND "group" = ?`)
  const upsertProgress = db.prepare(
    `INSERT INTO progress (topic, "group", next) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET next = excluded.next`,
  )

  const ends = new Map(topics.map((topic) => [topic, Number(selectEnd.get(topic)?.end)]))
  const listeners = new Map(topics.map((topic) => [topic, new Set<() => void>()]))
  const subscribed = new Set<string>()
  let batch: Waiting[] = []

  /** What is written in one turn of the event loop shares one transaction, and so one fdatasync. */
  function write(change: () => void): Promise<void> {
    return new Promise((done, failed) => {
      if (batch.length === 0) setImmediate(commit)
      batch.push({ write: change, done, failed })
    })
  }

  function commit(): void {
    const writes = batch
    batch = []
    const before = new Map(ends)
    try {
      db.exec('BEGIN IMMEDIATE')
      for (const { write } of writes) write()
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      for (const [topic, end] of before) ends.set(topic, end)
      for (const { failed } of writes) failed(error)
      return
    }
    for (const { done } of writes) done()
    for (const [topic, end] of ends) {
      if (end !== before.get(topic)) for (const wake of listeners.get(topic) ?? []) wake()
    }
  }

  function endOf(topic: string): number {
    const end = ends.get(topic)
    if (end === undefined)
      throw new UnknownTopicError(`Expected a topic of the log, got "${topic}"`)
    return end
  }

  const progressOf = (topic: string, group: string) =>
    Number(selectProgress.get(topic, group)?.next ?? 0)

  return {
    async append(topic, { key, headers, value }) {
      endOf(topic)
      let position: Position = { partition: 0, offset: 0 }
      await write(() => {
        const offset = endOf(topic)
        insert.run(topic, offset, key, JSON.stringify(headers), value)
        ends.set(topic, offset + 1)
        position = { partition: 0, offset }
      })
      return position
    },

    subscribe({ topic, group }) {
      endOf(topic)
      const name = `${topic} ${group}`
      if (subscribed.has(name)) throw new Error(`Group ${group} reads ${topic} already`)
      subscribed.add(name)
      const topicListeners = listeners.get(topic) ?? new Set()
      return createSubscription({
        from: progressOf(topic, group),
        read: (offset) => toRecord(selectNext.get(topic, offset)),
        commit: (next) => write(() => upsertProgress.run(topic, group, next)),
        onAppend: (wake) => {
          topicListeners.add(wake)
          return () => topicListeners.delete(wake)
        },
        onClose: () => subscribed.delete(name),
      })
    },

    async lag(topic, group) {
      return endOf(topic) - progressOf(topic, group)
    },

    async close() {
      if (batch.length > 0) commit()
      db.close()
    },
  }
}

function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
    db.exec(schema)
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

function toRecord(row: Record<string, unknown> | undefined): TopicRecord | null {
  if (!row) return null
  const { offset, key, headers, value } = row as {
    offset: number
    key: string | null
    headers: string
    value: Uint8Array | null
  }
  const message: KafkaMessage = { key, headers: JSON.parse(headers), value }
  return { partition: 0, offset, ...message }
}
