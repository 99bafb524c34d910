import type { Queries } from '../engine.ts'
import { inSlices } from '../slices.ts'
import { lockDocuments } from './document-lock.ts'
import { updateStatus } from './document-status.ts'
import type { Emit, Feed } from './feed.ts'

const sliceRows = 500
const maxResends = 3

interface LostPage {
  pageId: number
  seq: number
  documentId: string
  page: number
  try: number
  /** Try of the page's text; null if it has none. */
  textTry: number | null
  timesLost: number
}

interface Marks {
  upTo: number
  after: number | null
}

/** Pages in bulk and the others are in topics of their own: those of one overtake those of the other. */
type Lane = { bulk: 0 | 1 }

/** Requeues or fails lost pages: pages overtaken by later ones, or missing from the log. */
export function createLosses({ feed, now }: { feed: Feed; now: () => number }) {
  /** Number of lost pages; less than `sliceRows` in the last slice. */
  function requeueSlice({ bulk, upTo, after }: Lane & Marks): Promise<number> {
    return feed.write(async (transaction, emit) => {
      if (after !== null && !(await isOvertaken(transaction, { bulk, after }))) return 0
      const seqs = await documentsUpTo(transaction, { bulk, upTo })
      const lost = await lostOf(transaction, await lockDocuments(transaction, seqs), { bulk, upTo })
      await writeLosses(transaction, lost, now())
      for (const page of lost) emitLoss(page, emit)
      const documents = new Map(lost.map(({ documentId, seq }) => [seq, { documentId, seq }]))
      for (const document of documents.values()) await updateStatus(transaction, emit, document)
      return lost.length
    })
  }

  return async (marks: Marks): Promise<number> => {
    let count = 0
    for (const bulk of [0, 1] as const) {
      await inSlices(async () => {
        const found = await requeueSlice({ bulk, ...marks })
        count += found
        return found === sliceRows
      })
    }
    return count
  }
}

async function isOvertaken(
  transaction: Queries,
  marks: Lane & { after: number },
): Promise<boolean> {
  const row = await transaction.get(
    `SELECT 1 AS one FROM pages
     WHERE bulk = :bulk AND status <> 'queued' AND append_number > :after LIMIT 1`,
    marks,
  )
  return row !== undefined
}

/** Documents of the next slice of lost pages. */
async function documentsUpTo(
  transaction: Queries,
  marks: Lane & { upTo: number },
): Promise<number[]> {
  const rows = await transaction.all<{ seq: number }>(
    `SELECT DISTINCT document_seq AS seq FROM (
       SELECT document_seq FROM pages
       WHERE bulk = :bulk AND status = 'queued' AND append_number <= :upTo
       ORDER BY append_number LIMIT ${sliceRows}) AS slice`,
    marks,
  )
  return rows.map(({ seq }) => seq)
}

/** Lost pages, read again under the locks of their documents: another gateway may have changed them. */
function lostOf(
  transaction: Queries,
  seqs: number[],
  marks: Lane & { upTo: number },
): Promise<LostPage[]> {
  return transaction.all(
    `SELECT page_id AS "pageId", document_seq AS seq, id AS "documentId", page, try,
            text_try AS "textTry", times_lost AS "timesLost"
     FROM pages JOIN documents ON seq = document_seq
     WHERE bulk = :bulk AND pages.status = 'queued' AND append_number <= :upTo
       AND document_seq IN (SELECT value FROM ${transaction.dialect.elements(':seqs')})
     ORDER BY append_number LIMIT ${sliceRows}`,
    { seqs, ...marks },
  )
}

/** A lost page is sent again `maxResends` times; then it fails, or keeps its text. */
function decideLoss({ timesLost, textTry }: LostPage): 'resend' | 'keep' | 'fail' {
  if (timesLost < maxResends) return 'resend'
  return textTry === null ? 'fail' : 'keep'
}

async function writeLosses(transaction: Queries, lost: LostPage[], now: number): Promise<void> {
  const { resend = [], keep = [], fail = [] } = Object.groupBy(lost, decideLoss)
  const update = async (pages: LostPage[], assignments: string, values = {}) => {
    if (pages.length === 0) return
    await transaction.run(
      `UPDATE pages SET append_number = NULL, ${assignments}
       WHERE page_id IN (SELECT value FROM ${transaction.dialect.elements(':pageIds')})`,
      { pageIds: pages.map(({ pageId }) => pageId), ...values },
    )
  }
  await update(resend, 'try = try + 1, claims = 0, times_lost = times_lost + 1')
  // The append number is removed: the end of these pages does not show progress of the log.
  await update(keep, "status = 'done'")
  await update(
    fail,
    "status = 'failed', finished_at = :now, error_code = 'lost', error_detail = :detail",
    { now, detail: `It was sent ${maxResends + 1} times, and lost each time.` },
  )
}

/** Emits no change for a page with a text until it is given up. */
function emitLoss(lost: LostPage, emit: Emit): void {
  const { documentId, page, textTry } = lost
  const loss = decideLoss(lost)
  if (textTry !== null) {
    if (loss === 'keep') emit({ kind: 'page', documentId, page, status: 'done', try: textTry })
  } else if (loss === 'resend') {
    emit({ kind: 'page', documentId, page, status: 'queued', try: lost.try + 1 })
  } else emit({ kind: 'page', documentId, page, status: 'failed', try: lost.try })
}
