import type { Recognition } from '../../events/contract/recognition.ts'
import type { Engine, Queries } from '../engine.ts'
import { checksumOf } from '../values/checksum.ts'
import { toStorable } from '../values/storable.ts'
import type { Applied, PageResult, PageStatus, PageTry } from '../values/stored.ts'
import { lockDocument } from './document-lock.ts'
import { updateStatus } from './document-status.ts'
import type { Emit } from './feed.ts'

export type ApplyResult = ReturnType<typeof createApplyResult>

/**
 * Applies the result of a page and updates its document, within a write. Repeated after a lost COMMIT, it changes
 * nothing.
 */
export function createApplyResult(deps: { toSearched: Engine['toSearched']; now: () => number }) {
  const { toSearched, now } = deps

  return async (transaction: Queries, emit: Emit, result: PageResult): Promise<Applied> => {
    const { documentId, page, status } = result
    const seq = await lockDocument(transaction, documentId)
    if (seq === undefined) return unchanged
    const before = await stateOf(transaction, { seq, page })
    // The rule in one comparison: a text wins over no text, then the greater try wins, then a failure
    // over queued. A text of an older try than the latest ends the page only if it had no text.
    const updated = await transaction.get<{ pageId: number }>(
      `UPDATE pages SET
         status = CASE WHEN text_try IS NOT NULL AND :try < try THEN status ELSE :status END,
         try = CASE WHEN :try < try THEN try ELSE :try END,
         text_try = CASE WHEN :status = 'done' THEN CAST(:try AS integer) END,
         finished_at = :now,
         width = coalesce(:width, width), height = coalesce(:height, height),
         confidence = :confidence, coverage = :coverage, language = :language, engine = :engine, model = :model,
         timings = :timings, error_code = :errorCode, error_detail = :errorDetail
       WHERE document_seq = :seq AND page = :page
         AND (text_try IS NOT NULL, coalesce(text_try, try), status = 'failed')
           < (:status = 'done', :try, :status = 'failed')
       RETURNING page_id AS "pageId"`,
      { seq, page, status, try: result.try, now: now(), ...pageValues(result) },
    )
    if (!updated) {
      const kept =
        status === 'failed' && (await keepText(transaction, { seq, page, try: result.try }))
      if (kept) emit({ kind: 'page', documentId, page, status: 'done', try: kept.textTry })
      return unchanged
    }
    if (result.status === 'done') {
      const text = textValues(result.recognition)
      await putText(transaction, { ...updated, ...text, searched: toSearched(text.text) })
      if (before?.status === 'failed') await settleLetters(transaction, result, now())
    }
    emit({ kind: 'page', documentId, page, status, try: result.try })
    await updateStatus(transaction, emit, { documentId, seq })
    return { changed: true, uploadedAt: before ? firstUploadOf(before) : null }
  }
}

export const unchanged: Applied = { changed: false, uploadedAt: null }

interface PageState extends PageTry {
  status: PageStatus
  timesLost: number
  createdAt: number
  finishedAt: number | null
}

function stateOf(transaction: Queries, page: { seq: number; page: number }) {
  return transaction.get<PageState>(
    `SELECT page, try, pages.status, times_lost AS "timesLost", created_at AS "createdAt",
            pages.finished_at AS "finishedAt"
     FROM documents JOIN pages ON document_seq = seq WHERE seq = :seq AND page = :page`,
    { ...page },
  )
}

/** Null for a page that has ended, or that a person has redriven: only that and a loss add a try. */
function firstUploadOf({ try: number, timesLost, createdAt, finishedAt }: PageState): Date | null {
  return finishedAt === null && number === timesLost + 1 ? new Date(createdAt) : null
}

/** Marks the dead letters of a page that has got its text after all as redriven. */
async function settleLetters(transaction: Queries, of: PageResult, now: number): Promise<void> {
  await transaction.run(
    `UPDATE dead_letters SET redriven_at = :now
     WHERE document_id = :documentId AND page = :page AND redriven_at IS NULL`,
    { documentId: of.documentId, page: of.page, now },
  )
}

/** Ends a page that keeps its text after a failed later try. */
function keepText(transaction: Queries, page: { seq: number } & PageTry) {
  return transaction.get<{ textTry: number }>(
    `UPDATE pages SET status = 'done'
     WHERE document_seq = :seq AND page = :page
       AND status = 'queued' AND text_try IS NOT NULL AND try <= :try
     RETURNING text_try AS "textTry"`,
    { ...page },
  )
}

type TextValues = ReturnType<typeof textValues> & { pageId: number; searched: string }

/** Searches go on finding the words of a corrected text. */
async function putText(transaction: Queries, values: TextValues): Promise<void> {
  await transaction.run(
    `INSERT INTO texts (page_id, words_omitted, text_checksum, words_checksum, text, searched, words)
     VALUES (:pageId, :wordsOmitted, :textChecksum, :wordsChecksum, :text, :searched, :words)
     ON CONFLICT (page_id) DO UPDATE SET
       words_omitted = excluded.words_omitted, text_checksum = excluded.text_checksum,
       words_checksum = excluded.words_checksum, text = excluded.text,
       searched = CASE WHEN EXISTS (SELECT 1 FROM corrections WHERE corrections.page_id = texts.page_id)
                       THEN texts.searched ELSE excluded.searched END,
       words = excluded.words`,
    values,
  )
}

/** Values of a result for the row of its page. */
function pageValues(result: PageResult) {
  if (result.status === 'failed') {
    const { code, detail } = result.error
    const unread = { confidence: null, coverage: null, width: null, height: null, language: null }
    const by = { engine: null, model: null, timings: null }
    return { ...unread, ...by, errorCode: code, errorDetail: detail }
  }
  const { confidence, coverage = null, width, height, ...by } = result.recognition
  const { language, engine, model, timings } = by
  return {
    ...{ confidence, coverage, width, height, language, engine, model },
    ...{ timings: JSON.stringify(timings), errorCode: null, errorDetail: null },
  }
}

/** Values of a recognition for the row of its text. */
function textValues(recognition: Recognition) {
  const text = toStorable(recognition.text)
  const words = JSON.stringify(recognition.words)
  const checksums = { textChecksum: checksumOf(text), wordsChecksum: checksumOf(words) }
  return { wordsOmitted: recognition.wordsOmitted ?? false, ...checksums, text, words }
}
