import { decideLoss, type LostPage, lostDetail } from '../loss.ts'
import { inSlices } from '../slices.ts'
import type { Queries } from './database.ts'
import { lockDocuments } from './document-lock.ts'
import type { Feed } from './feed.ts'
import { settle } from './settlement.ts'

const sliceRows = 500

/** Sends pages again, or fails them, that later ones have overtaken, or that the log does not have. */
export function createLosses({ feed, now }: { feed: Feed; now: () => number }) {
  /** How many pages; fewer than a slice once no more are there. */
  function endSlice({ upTo, after }: { upTo: number; after: number | null }): Promise<number> {
    return feed.write(async (transaction, tell) => {
      if (after !== null && !(await isOvertaken(transaction, after))) return 0
      const seqs = await documentsUpTo(transaction, upTo)
      const lost = await lostOf(transaction, await lockDocuments(transaction, seqs), upTo)
      const { again = [], kept = [], failed = [] } = Object.groupBy(lost, decideLoss)
      await requeue(transaction, again)
      await keep(transaction, kept)
      await fail(transaction, failed, now())
      for (const page of lost) {
        if (page.textTry !== null) continue
        const told = { kind: 'page', documentId: page.documentId, page: page.page } as const
        if (decideLoss(page) === 'again') tell({ ...told, status: 'queued', try: page.try + 1 })
        else tell({ ...told, status: 'failed', try: page.try })
      }
      const documents = new Map(lost.map(({ documentId, seq }) => [seq, { documentId, seq }]))
      for (const document of documents.values()) await settle(transaction, tell, document)
      return lost.length
    })
  }

  return async (marks: { upTo: number; after: number | null }): Promise<number> => {
    let count = 0
    await inSlices(async () => {
      const found = await endSlice(marks)
      count += found
      return found === sliceRows
    })
    return count
  }
}

async function isOvertaken(transaction: Queries, after: number): Promise<boolean> {
  const row = await transaction.get(
    "SELECT 1 AS one FROM pages WHERE status <> 'queued' AND append_number > :after LIMIT 1",
    { after },
  )
  return row !== undefined
}

/** Of which documents the next slice of lost pages is. */
async function documentsUpTo(transaction: Queries, upTo: number): Promise<number[]> {
  const rows = await transaction.all<{ seq: number }>(
    `SELECT DISTINCT document_seq AS seq FROM (
       SELECT document_seq FROM pages WHERE status = 'queued' AND append_number <= :upTo
       ORDER BY append_number LIMIT ${sliceRows}) AS slice`,
    { upTo },
  )
  return rows.map(({ seq }) => seq)
}

/** As they are now that their documents are locked: another gateway may have been quicker. */
function lostOf(transaction: Queries, seqs: number[], upTo: number): Promise<LostPage[]> {
  return transaction.all(
    `SELECT page_id AS "pageId", document_seq AS seq, id AS "documentId", page, try,
            text_try AS "textTry", times_lost AS "timesLost"
     FROM pages JOIN documents ON seq = document_seq
     WHERE pages.status = 'queued' AND append_number <= :upTo
       AND document_seq = ANY (:seqs::bigint[])
     ORDER BY append_number LIMIT ${sliceRows}`,
    { seqs, upTo },
  )
}

async function requeue(transaction: Queries, pages: LostPage[]): Promise<void> {
  await transaction.run(
    `UPDATE pages SET try = try + 1, append_number = NULL, claims = 0, times_lost = times_lost + 1
     WHERE page_id = ANY (:pageIds::bigint[])`,
    { pageIds: pages.map(({ pageId }) => pageId) },
  )
}

async function keep(transaction: Queries, pages: LostPage[]): Promise<void> {
  await transaction.run(
    `UPDATE pages SET status = 'done', append_number = NULL WHERE page_id = ANY (:pageIds::bigint[])`,
    { pageIds: pages.map(({ pageId }) => pageId) },
  )
}

/** Without their numbers: that they have ended does not show that the log moves on. */
async function fail(transaction: Queries, pages: LostPage[], now: number): Promise<void> {
  await transaction.run(
    `UPDATE pages SET status = 'failed', append_number = NULL, finished_at = :now,
                      error_code = 'lost', error_detail = :detail
     WHERE page_id = ANY (:pageIds::bigint[])`,
    { now, detail: lostDetail, pageIds: pages.map(({ pageId }) => pageId) },
  )
}
