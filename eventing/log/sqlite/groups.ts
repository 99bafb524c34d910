import type { DatabaseSync } from 'node:sqlite'
import type { Progress } from '../window.ts'

export interface LogTopic {
  name: string
  /** Those of the pipeline that read it: a record goes once all of them have finished it; without any it stays. */
  groups: string[]
}

/** What is on disk, and what is to be. */
export interface ProgressChange {
  before: Progress
  after: Progress
}

/** Records removed in one transaction; a group finishes fewer between two of them. */
const slice = 1000

/** What groups have done of the topics, and the end of records that none has left to do. */
export function createGroups(db: DatabaseSync, topics: LogTopic[]) {
  const groupsOf = new Map(topics.map(({ name, groups }) => [name, groups]))
  const selectPosition = db.prepare('SELECT position FROM progress WHERE topic = ? AND "group" = ?')
  const upsertPosition = db.prepare(
    `INSERT INTO progress (topic, "group", position) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET position = excluded.position`,
  )
  // A record is gone once the groups of the pipeline have finished it, whatever another one has of it.
  const selectOpen = db.prepare(`
    SELECT "offset", attempts FROM open_records NATURAL JOIN (SELECT topic, "offset" FROM records)
    WHERE topic = ? AND "group" = ? ORDER BY "offset"`)
  const upsertOpen = db.prepare(
    `INSERT INTO open_records (topic, "group", "offset", attempts) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET attempts = excluded.attempts`,
  )
  const deleteOpen = db.prepare(
    'DELETE FROM open_records WHERE topic = ? AND "group" = ? AND "offset" = ?',
  )
  const removeBefore = db.prepare(`
    DELETE FROM records WHERE id IN (
      SELECT id FROM records WHERE topic = :topic AND "offset" < :position
        AND "offset" NOT IN (
          SELECT "offset" FROM open_records
          WHERE topic = :topic AND "group" IN (SELECT value FROM json_each(:groups)))
      LIMIT ${slice})`)

  function positionOf(topic: string, group: string): number {
    return Number(selectPosition.get(topic, group)?.position ?? 0)
  }

  function removeFinished(topic: string): number {
    const groups = groupsOf.get(topic) ?? []
    if (groups.length === 0) return 0
    const position = Math.min(...groups.map((group) => positionOf(topic, group)))
    return Number(removeBefore.run({ topic, position, groups: JSON.stringify(groups) }).changes)
  }

  return {
    progressOf(topic: string, group: string): Progress {
      const open = selectOpen.all(topic, group).map(({ offset, attempts }) => {
        return { offset: Number(offset), attempts: Number(attempts) }
      })
      return { position: positionOf(topic, group), open }
    },
    /** Writes what has changed, in a transaction. True where records went with it. */
    save(topic: string, group: string, { before, after }: ProgressChange): boolean {
      const left = new Map(before.open.map(({ offset, attempts }) => [offset, attempts]))
      upsertPosition.run(topic, group, after.position)
      for (const { offset, attempts } of after.open) {
        if (left.get(offset) !== attempts) upsertOpen.run(topic, group, offset, attempts)
        left.delete(offset)
      }
      for (const offset of left.keys()) deleteOpen.run(topic, group, offset)
      return removeFinished(topic) > 0
    },
    /** What another pipeline has left behind, one of whose groups is none of this one. */
    removeLeft(): void {
      for (const { name } of topics) while (removeFinished(name) === slice);
    },
  }
}
