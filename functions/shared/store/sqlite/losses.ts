import { decideLoss, type LostPage, lostDetail } from '../loss.ts'
import { inSlices } from '../slices.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { Settlement } from './settlement.ts'

const sliceRows = 1000

/** Sends pages again, or fails them, that later ones have overtaken, or that the log does not have. */
export function createLosses(deps: {
  database: Database
  feed: Feed
  settle: Settlement
  now: () => number
}) {
  const { database, feed, settle, now } = deps
  const overtaking = database.prepare<{ one: 1 }>(`
    SELECT 1 AS one FROM pages WHERE status <> 'queued' AND append_number > :after LIMIT 1`)
  const overtaken = database.prepare<LostPage>(`
    SELECT page_id AS pageId, document_seq AS seq, id AS documentId, page, try,
           text_try AS textTry, times_lost AS timesLost
    FROM pages JOIN documents ON seq = document_seq
    WHERE pages.status = 'queued' AND append_number <= :upTo
    ORDER BY append_number LIMIT ${sliceRows}`)
  const requeue = database.prepare(`
    UPDATE pages SET try = try + 1, append_number = NULL, claims = 0, times_lost = times_lost + 1
    WHERE page_id = :pageId`)
  // Without its number: that it has ended does not show that the log moves on.
  const fail = database.prepare(`
    UPDATE pages SET status = 'failed', append_number = NULL, finished_at = :now,
                     error_code = 'lost', error_detail = :detail
    WHERE page_id = :pageId`)
  const keep = database.prepare(`
    UPDATE pages SET status = 'done', append_number = NULL WHERE page_id = :pageId`)

  function end(lost: LostPage) {
    const { pageId, documentId, page, textTry } = lost
    const loss = decideLoss(lost)
    if (loss === 'again') requeue.run({ pageId })
    if (loss === 'kept') keep.run({ pageId })
    if (loss === 'failed') fail.run({ pageId, now: now(), detail: lostDetail })
    if (textTry !== null) return
    if (loss === 'again') {
      feed.pageChanged({ documentId, page, status: 'queued', try: lost.try + 1 })
    } else {
      feed.pageChanged({ documentId, page, status: 'failed', try: lost.try })
    }
  }

  return async ({ upTo, after }: { upTo: number; after: number | null }): Promise<number> => {
    let count = 0
    await inSlices(async () => {
      const pages = await database.write(() => {
        const isProved = after === null || overtaking.get({ after }) !== undefined
        const found = isProved ? overtaken.all({ upTo }) : []
        for (const page of found) end(page)
        const documents = new Map(found.map(({ documentId, seq }) => [seq, { documentId, seq }]))
        for (const document of documents.values()) settle(document)
        return found
      })
      count += pages.length
      return pages.length === sliceRows
    })
    return count
  }
}
