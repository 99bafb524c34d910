import type { KafkaMessage } from '../../functions/shared/cloudevent-kafka.ts'
import { SettingsError } from '../../functions/shared/env.ts'
import type { Log } from '../../functions/shared/log.ts'
import { createGroupCommit } from './sqlite/group-commit.ts'
import { createRetention, type TopicRetention } from './sqlite/retention.ts'
import { openLogDatabase } from './sqlite/schema.ts'
import { isDamage, toStartError } from './sqlite/unusable.ts'
import { createSubscription } from './subscription.ts'
import { type TopicLog, type TopicRecord, UnknownTopicError } from './topic-log.ts'
import { fromCommitted, type Progress, toCommitted } from './window.ts'

export interface SqliteLogOptions {
  topics: TopicRetention[]
  log: Log
  /** The file turned out to be damaged: the log will not go on. */
  onFailure?: (error: SettingsError) => void
  /** Between looks for records to remove. */
  sweepMs?: number
}

/**
 * The embedded log: one SQLite file, one process (./sqlite/schema.ts draws it). Resolved appends are on disk
 * (WAL, synchronous=FULL). Records go after their topic's retention, unfinished ones never.
 */
export function openSqliteLog(path: string, options: SqliteLogOptions): TopicLog {
  const { topics, log, onFailure = () => {}, sweepMs } = options
  const db = openLogDatabase(
    path,
    topics.map(({ name }) => name),
  )
  const nextOffset = db.prepare(
    `UPDATE topics SET "end" = "end" + 1 WHERE topic = ? RETURNING "end" - 1 AS "offset"`,
  )
  const insert = db.prepare(
    `INSERT INTO records (topic, "offset", key, headers, at, value) VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const selectNext = db.prepare(
    `SELECT "offset", key, headers, value FROM records WHERE topic = ? AND "offset" >= ?
     ORDER BY "offset" LIMIT 1`,
  )
  const countFrom = db.prepare(
    'SELECT count(*) AS records FROM records WHERE topic = ? AND "offset" >= ?',
  )
  const selectProgress = db.prepare(
    `SELECT next AS "offset", metadata FROM progress WHERE topic = ? AND "group" = ?`,
  )
  const upsertProgress = db.prepare(
    `INSERT INTO progress (topic, "group", next, metadata) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET next = excluded.next, metadata = excluded.metadata`,
  )
  const deleteKeys = db.prepare('DELETE FROM records WHERE key >= ? AND key < ?')

  const listeners = new Map(topics.map(({ name }) => [name, new Set<() => void>()]))
  const subscribed = new Set<string>()
  const appended = new Set<string>()
  const commits = createGroupCommit(db, {
    onCommit() {
      for (const topic of appended) for (const wake of listeners.get(topic) ?? []) wake()
      appended.clear()
    },
    toError,
  })

  /** Damage is told with what to do about it, and to whoever runs the log. */
  function toError(error: unknown): unknown {
    if (!isDamage(error)) return error
    const told = toStartError(path, error)
    if (told instanceof SettingsError) onFailure(told)
    return told
  }

  function guarded<T>(read: () => T): T {
    try {
      return read()
    } catch (error) {
      throw toError(error)
    }
  }

  const retention = createRetention(db, commits)
  const shortestMs = Math.min(...topics.map(({ retentionMs }) => retentionMs))
  let sweeping = Promise.resolve()
  const sweeps = setInterval(
    () => {
      sweeping = retention
        .sweep(topics, nowMs())
        .catch((error) => log.warn({ err: error }, 'retention failed, will be tried again'))
    },
    sweepMs ?? Math.max(1000, Math.min(shortestMs / 10, 60_000)),
  ).unref()

  function listenersOf(topic: string) {
    const found = listeners.get(topic)
    if (found) return found
    throw new UnknownTopicError(`Expected a topic of the log, got "${topic}"`)
  }

  function progressOf(topic: string, group: string): Progress {
    const row = guarded(() => selectProgress.get(topic, group))
    if (!row) return { position: 0, open: [] }
    return fromCommitted({ offset: Number(row.offset), metadata: String(row.metadata) })
  }

  function putProgress(topic: string, group: string, progress: Progress) {
    const { offset, metadata } = toCommitted(progress)
    upsertProgress.run(topic, group, offset, metadata)
  }

  return {
    ready: Promise.resolve(),

    async append(topic, { key, headers, value }) {
      listenersOf(topic)
      return commits.write(() => {
        const offset = Number(nextOffset.get(topic)?.offset)
        insert.run(topic, offset, key, JSON.stringify(headers), nowMs(), value)
        appended.add(topic)
        return { partition: 0, offset }
      })
    },

    subscribe({ topic, group, maxOpen }) {
      const topicListeners = listenersOf(topic)
      const name = `${topic} ${group}`
      if (subscribed.has(name)) throw new Error(`Group ${group} reads ${topic} already`)
      const progress = progressOf(topic, group)
      subscribed.add(name)
      return createSubscription({
        progress,
        maxOpen,
        read: (offset) => toRecord(guarded(() => selectNext.get(topic, offset))),
        save: (current) => commits.write(() => putProgress(topic, group, current())),
        onAppend: (wake) => {
          topicListeners.add(wake)
          return () => topicListeners.delete(wake)
        },
        onClose: () => subscribed.delete(name),
      })
    },

    async lag(topic, group) {
      listenersOf(topic)
      const { position, open } = progressOf(topic, group)
      return Number(guarded(() => countFrom.get(topic, position))?.records) + open.length
    },

    async forget(keyPrefix) {
      if (keyPrefix === '') throw new RangeError('Expected a key prefix, got none')
      await commits.write(() => deleteKeys.run(keyPrefix, afterAllWith(keyPrefix)))
    },

    async close() {
      clearInterval(sweeps)
      commits.flush()
      await sweeping
      db.close()
    },
  }
}

/** The clock as it was when this process started, and what has gone by since: a jump of the clock expires nothing. */
function nowMs(): number {
  return Math.round(performance.timeOrigin + performance.now())
}

/** The first text that is greater than any that begins so. */
function afterAllWith(prefix: string): string {
  return `${prefix}\u{10ffff}`
}

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
