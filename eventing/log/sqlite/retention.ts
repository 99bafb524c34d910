import type { DatabaseSync } from 'node:sqlite'
import { fromCommitted } from '../window.ts'
import type { GroupCommit } from './group-commit.ts'

export interface TopicRetention {
  name: string
  retentionMs: number
  /** Who reads it. What they have not finished stays, whether they have begun or not; others do not count. */
  groups: string[]
}

/** Records removed in one transaction: others wait no longer than for so many. */
const slice = 100
/** Free pages are kept for records to come, up to so many or a quarter of the file. */
const spareBytes = 16 * 1024 * 1024

/** Removes records that are older than their topic's retention and that no group has left to finish. */
export function createRetention(db: DatabaseSync, { write }: GroupCommit) {
  const progressOf = db.prepare(
    'SELECT next AS "offset", metadata FROM progress WHERE topic = :topic AND "group" = :group',
  )
  const expire = db.prepare(`
    DELETE FROM records WHERE id IN (
      SELECT id FROM records WHERE topic = :topic AND at < :before AND "offset" < :position
        AND "offset" NOT IN (SELECT value FROM json_each(:open))
      ORDER BY at LIMIT ${slice})`)
  const pages = db.prepare(`
    SELECT page_count AS all_pages, freelist_count AS free_pages, page_size
    FROM pragma_page_count, pragma_freelist_count, pragma_page_size`)

  /** Nobody has anything left to do before `position`, but for what is open. */
  function finishedBefore(topic: string, groups: string[]) {
    const progress = groups.map((group) => {
      const row = progressOf.get({ topic, group })
      const committed = { offset: Number(row?.offset ?? 0), metadata: String(row?.metadata ?? '') }
      return fromCommitted(committed)
    })
    return {
      position: Math.min(Number.MAX_SAFE_INTEGER, ...progress.map(({ position }) => position)),
      open: JSON.stringify(progress.flatMap(({ open }) => open.map(({ offset }) => offset))),
    }
  }

  async function expireTopic({ name: topic, retentionMs, groups }: TopicRetention, nowMs: number) {
    for (;;) {
      const removed = await write(
        () =>
          expire.run({ topic, before: nowMs - retentionMs, ...finishedBefore(topic, groups) })
            .changes,
      )
      if (Number(removed) < slice) return
    }
  }

  /** Gives back to the file system what is free beyond what will soon be written again. */
  async function giveBack() {
    const row = pages.get()
    const [all, free, size] = [row?.all_pages, row?.free_pages, row?.page_size].map(Number)
    const spare = Math.max((spareBytes / (size || 4096)) | 0, (all ?? 0) / 4)
    for (let left = Math.floor((free ?? 0) - spare); left > 0; left -= 1000) {
      await write(() => db.exec(`PRAGMA incremental_vacuum(${Math.min(left, 1000)})`))
    }
  }

  return {
    async sweep(topics: TopicRetention[], nowMs: number): Promise<void> {
      for (const topic of topics) await expireTopic(topic, nowMs)
      await giveBack()
    },
  }
}
