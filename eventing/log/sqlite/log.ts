import type { Logger } from '../../../functions/shared/process/logger.ts'
import { SettingsError } from '../../../functions/shared/settings/env.ts'
import { type TopicLog, type TopicRecord, UnknownTopicError } from '../topic-log.ts'
import { createCleaning } from './cleaning.ts'
import { createGroupCommit } from './group-commit.ts'
import { createGroups, type LogTopic } from './groups.ts'
import { openLogDatabase } from './schema.ts'
import { subscribeSqlite } from './subscription.ts'
import { isDamage, toStartError } from './unusable.ts'

export interface SqliteLogOptions {
  topics: LogTopic[]
  logger: Logger
  /** Called when the file is found damaged: the log stops working. */
  onFailure?: (error: SettingsError) => void
  /** Time without a commit before remains of removed records are overwritten. */
  idleMs?: number
}

/**
 * The embedded log: one SQLite file, one process (schema: ./schema.ts). Resolved appends are on disk
 * (WAL, synchronous=FULL). A record is removed in the commit in which the last group of its topic finishes it.
 */
export function openSqliteLog(path: string, options: SqliteLogOptions): TopicLog {
  const { topics, onFailure = () => {} } = options
  const db = openLogDatabase(
    path,
    topics.map(({ name }) => name),
  )
  const nextOffset = db.prepare(
    `UPDATE topics SET "end" = "end" + 1 WHERE topic = ? RETURNING "end" - 1 AS "offset"`,
  )
  const insert = db.prepare(
    `INSERT INTO records (topic, "offset", key, headers, value) VALUES (?, ?, ?, ?, ?)`,
  )
  const selectNext = db.prepare(
    `SELECT "offset", key, headers, value FROM records WHERE topic = ? AND "offset" >= ?
     ORDER BY "offset" LIMIT 1`,
  )
  const countFrom = db.prepare(
    'SELECT count(*) AS records FROM records WHERE topic = ? AND "offset" >= ?',
  )
  const selectEnd = db.prepare('SELECT "end" FROM topics WHERE topic = ?')
  const groups = createGroups(db, topics)
  try {
    groups.removeLeftovers()
  } catch (error) {
    db.close()
    throw toStartError(path, error)
  }

  const listeners = new Map(topics.map(({ name }) => [name, new Set<() => void>()]))
  const subscribed = new Set<string>()
  const appended = new Set<string>()
  let hasRemoved = false
  const commits = createGroupCommit(db, {
    onCommit() {
      for (const topic of appended) for (const wake of listeners.get(topic) ?? []) wake()
      appended.clear()
      cleaning.committed(hasRemoved)
      hasRemoved = false
    },
    toError,
  })
  const cleaning = createCleaning(db, commits, { ...options, toError })
  // A killed process leaves its write-ahead log behind.
  cleaning.committed(true)

  /** Adds the remedy to an error of a damaged file, and reports it to `onFailure`. */
  function toError(error: unknown): unknown {
    if (!isDamage(error)) return error
    const explained = toStartError(path, error)
    if (explained instanceof SettingsError) onFailure(explained)
    return explained
  }

  function guarded<T>(read: () => T): T {
    try {
      return read()
    } catch (error) {
      throw toError(error)
    }
  }

  function listenersOf(topic: string) {
    const found = listeners.get(topic)
    if (found) return found
    throw new UnknownTopicError(`Expected a topic of the log, got "${topic}"`)
  }

  return {
    ready: Promise.resolve(),

    async append(topic, { key, headers, value }) {
      listenersOf(topic)
      return commits.write(() => {
        const offset = Number(nextOffset.get(topic)?.offset)
        insert.run(topic, offset, key, JSON.stringify(headers), value)
        appended.add(topic)
        return { partition: 0, offset }
      })
    },

    subscribe({ topic, group, maxOpen, onAssigned }) {
      const topicListeners = listenersOf(topic)
      const name = `${topic} ${group}`
      if (subscribed.has(name)) throw new Error(`Group ${group} already reads ${topic}`)
      const progress = guarded(() => groups.progressOf(topic, group))
      subscribed.add(name)
      return subscribeSqlite({
        progress,
        ...{ maxOpen, onAssigned },
        read: (offset) => toRecord(guarded(() => selectNext.get(topic, offset))),
        save: (change) =>
          commits.write(() => {
            if (groups.save(topic, group, change())) hasRemoved = true
          }),
        onAppend: (wake) => {
          topicListeners.add(wake)
          return () => topicListeners.delete(wake)
        },
        onClose: () => subscribed.delete(name),
      })
    },

    async lag(topic, group) {
      listenersOf(topic)
      const { position, open } = guarded(() => groups.progressOf(topic, group))
      return Number(guarded(() => countFrom.get(topic, position))?.records) + open.length
    },

    async appended(topic) {
      listenersOf(topic)
      return Number(guarded(() => selectEnd.get(topic))?.end)
    },

    async close() {
      commits.flush()
      await cleaning.stop()
      db.close()
    },
  }
}

function toRecord(row: Record<string, unknown> | undefined): TopicRecord | null {
  if (!row) return null
  const { offset, key, headers, value } = row as {
    offset: number
    key: string | null
    headers: string
    value: Uint8Array | null
  }
  return { partition: 0, offset, key, headers: JSON.parse(headers), value }
}
