import type { DatabaseSync } from 'node:sqlite'
import type { Progress } from '../window.ts'

export interface LogTopic {
  name: string
  /** The pipeline's groups that read it: a record is removed once all have finished it, and kept if there are none. */
  groups: string[]
}

/** Progress on disk, and progress to write. */
export interface ProgressChange {
  before: Progress
  after: Progress
}

/** Limit of records removed in one transaction; groups finish fewer between two transactions. */
const maxRemovals = 1000

/** Saves the groups' progress, and removes records that all groups have finished. */
export function createGroups(db: DatabaseSync, topics: LogTopic[]) {
  const groupsOf = new Map(topics.map(({ name, groups }) => [name, groups]))
  const selectPosition = db.prepare('SELECT position FROM progress WHERE topic = ? AND "group" = ?')
  const upsertPosition = db.prepare(
    `INSERT INTO progress (topic, "group", position) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET position = excluded.position`,
  )
  // Joined with records: a record that all groups of the pipeline have finished is removed, open in others or not.
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
      LIMIT ${maxRemovals})`)

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
    /** Writes the changes, within a transaction. True if records were removed. */
    save(topic: string, group: string, { before, after }: ProgressChange): boolean {
      const stale = new Map(before.open.map(({ offset, attempts }) => [offset, attempts]))
      upsertPosition.run(topic, group, after.position)
      for (const { offset, attempts } of after.open) {
        if (stale.get(offset) !== attempts) upsertOpen.run(topic, group, offset, attempts)
        stale.delete(offset)
      }
      for (const offset of stale.keys()) deleteOpen.run(topic, group, offset)
      return removeFinished(topic) > 0
    },
    /** Removes records kept for a group that an earlier pipeline had and this one has not. */
    removeLeftovers(): void {
      for (const { name } of topics) while (removeFinished(name) === maxRemovals);
    },
  }
}
