import type { Queries } from '../engine.ts'
import { inSlices } from '../slices.ts'
import { lockDocuments } from './document-lock.ts'
import { updateStatus } from './document-status.ts'
import type { AddChange, Feed } from './feed.ts'

const sliceRows = 500
const maxResends = 3

interface LostPage {
  pageId: number
  seq: number
  documentId: string
  page: number
  try: number
  /** Try of the text that the page has meanwhile; null where it has none. */
  textTry: number | null
  timesLost: number
}

/** Sends pages again, or fails them, that later ones have overtaken, or that the log does not have. */
export function createLosses({ feed, now }: { feed: Feed; now: () => number }) {
  /** How many pages; fewer than a slice once no more are there. */
  function endSlice({ upTo, after }: { upTo: number; after: number | null }): Promise<number> {
    return feed.write(async (transaction, addChange) => {
      if (after !== null && !(await isOvertaken(transaction, after))) return 0
      const seqs = await documentsUpTo(transaction, upTo)
      const lost = await lostOf(transaction, await lockDocuments(transaction, seqs), upTo)
      await end(transaction, lost, now())
      for (const page of lost) addChangeOf(page, addChange)
      const documents = new Map(lost.map(({ documentId, seq }) => [seq, { documentId, seq }]))
      for (const document of documents.values())
        await updateStatus(transaction, addChange, document)
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
       AND document_seq IN (SELECT value FROM ${transaction.dialect.elements(':seqs')})
     ORDER BY append_number LIMIT ${sliceRows}`,
    { seqs, upTo },
  )
}

/** A page is sent again so often when it is lost; then it fails, or keeps the text that it has. */
function decideLoss({ timesLost, textTry }: LostPage): 'again' | 'kept' | 'failed' {
  if (timesLost < maxResends) return 'again'
  return textTry === null ? 'failed' : 'kept'
}

async function end(transaction: Queries, lost: LostPage[], now: number): Promise<void> {
  const { again = [], kept = [], failed = [] } = Object.groupBy(lost, decideLoss)
  const update = async (pages: LostPage[], assignments: string, values = {}) => {
    if (pages.length === 0) return
    await transaction.run(
      `UPDATE pages SET append_number = NULL, ${assignments}
       WHERE page_id IN (SELECT value FROM ${transaction.dialect.elements(':pageIds')})`,
      { pageIds: pages.map(({ pageId }) => pageId), ...values },
    )
  }
  await update(again, 'try = try + 1, claims = 0, times_lost = times_lost + 1')
  // Without their numbers: that they have ended does not show that the log moves on.
  await update(kept, "status = 'done'")
  await update(
    failed,
    "status = 'failed', finished_at = :now, error_code = 'lost', error_detail = :detail",
    { now, detail: `It was sent ${maxResends + 1} times, and lost each time.` },
  )
}

/** Nothing is told of a page that has a text. */
function addChangeOf(lost: LostPage, addChange: AddChange): void {
  const { documentId, page } = lost
  const loss = decideLoss(lost)
  if (lost.textTry !== null) return
  if (loss === 'again') {
    addChange({ kind: 'page', documentId, page, status: 'queued', try: lost.try + 1 })
  } else addChange({ kind: 'page', documentId, page, status: 'failed', try: lost.try })
}
