import type { DatabaseSync } from 'node:sqlite'
import { fromCommitted, type Progress, toCommitted } from '../window.ts'

export interface LogTopic {
  name: string
  /** Those of the pipeline that read it: a record goes once all of them have finished it; without any it stays. */
  groups: string[]
}

/** Records removed in one transaction; a group finishes fewer between two of them. */
const slice = 1000

/** What groups have done of the topics, and the end of records that none has left to do. */
export function createGroups(db: DatabaseSync, topics: LogTopic[]) {
  const groupsOf = new Map(topics.map(({ name, groups }) => [name, groups]))
  const select = db.prepare(
    'SELECT next AS "offset", metadata FROM progress WHERE topic = ? AND "group" = ?',
  )
  const upsert = db.prepare(
    `INSERT INTO progress (topic, "group", next, metadata) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET next = excluded.next, metadata = excluded.metadata`,
  )
  // Below the position are only those that are open, and those that were just finished.
  const removeBefore = db.prepare(`
    DELETE FROM records WHERE id IN (
      SELECT id FROM records WHERE topic = :topic AND "offset" < :position
        AND "offset" NOT IN (SELECT value FROM json_each(:open))
      LIMIT ${slice})`)

  function progressOf(topic: string, group: string): Progress {
    const row = select.get(topic, group)
    if (!row) return { position: 0, open: [] }
    return fromCommitted({ offset: Number(row.offset), metadata: String(row.metadata) })
  }

  function removeFinished(topic: string): number {
    const progress = (groupsOf.get(topic) ?? []).map((group) => progressOf(topic, group))
    if (progress.length === 0) return 0
    const position = Math.min(...progress.map((each) => each.position))
    const open = progress.flatMap((each) => each.open.map(({ offset }) => offset))
    return Number(removeBefore.run({ topic, position, open: JSON.stringify(open) }).changes)
  }

  return {
    progressOf,
    /** In a transaction. True where records went with it. */
    save(topic: string, group: string, progress: Progress): boolean {
      const { offset, metadata } = toCommitted(progress)
      upsert.run(topic, group, offset, metadata)
      return removeFinished(topic) > 0
    },
    /** What another pipeline has left behind, one of whose groups is none of this one. */
    removeLeft(): void {
      for (const { name } of topics) while (removeFinished(name) === slice);
    },
  }
}
