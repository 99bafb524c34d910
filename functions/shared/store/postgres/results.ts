import { pageValues, textValues } from '../result-values.ts'
import type { PageResult, PageTry } from '../stored.ts'
import type { Queries } from './database.ts'
import { lockDocument } from './document-lock.ts'
import type { Tell } from './feed.ts'
import { settle } from './settlement.ts'
import { toVector } from './text-search.ts'

export type ApplyResult = ReturnType<typeof createApplyResult>

/**
 * Writes the result of a page, and what follows from it for its document, inside of a write. Done again after
 * a lost COMMIT it changes nothing, and says so.
 */
export function createApplyResult({ now }: { now: () => number }) {
  return async (transaction: Queries, tell: Tell, result: PageResult): Promise<boolean> => {
    const { documentId, page, status } = result
    const seq = await lockDocument(transaction, documentId)
    if (seq === undefined) return false
    // The rule of writes in one comparison: a text wins over no text, then the greater try, then a
    // failure over queued. A text of an older try than the latest ends a page that had none, and no other.
    const updated = await transaction.get<{ pageId: number }>(
      `UPDATE pages SET
         status = CASE WHEN text_try IS NOT NULL AND :try < try THEN status ELSE :status END,
         try = greatest(try, :try), text_try = CASE WHEN :status = 'done' THEN :try::integer END,
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
      if (status === 'failed') await keepText(transaction, { seq, page, try: result.try })
      return false
    }
    if (result.status === 'done') {
      const text = textValues(result.recognition)
      await putText(transaction, { ...updated, ...text, searched: toVector(text.text) })
    }
    tell({ kind: 'page', documentId, page, status, try: result.try })
    await settle(transaction, tell, { documentId, seq })
    return true
  }
}

/** Ends a page that has its text, and would have had another one. */
async function keepText(transaction: Queries, page: { seq: number } & PageTry): Promise<void> {
  await transaction.run(
    `UPDATE pages SET status = 'done'
     WHERE document_seq = :seq AND page = :page
       AND status = 'queued' AND text_try IS NOT NULL AND try <= :try`,
    { ...page },
  )
}

type TextValues = ReturnType<typeof textValues> & { pageId: number; searched: string }

async function putText(transaction: Queries, values: TextValues): Promise<void> {
  await transaction.run(
    `INSERT INTO texts (page_id, words_omitted, text_checksum, words_checksum, text, words, searched)
     VALUES (:pageId, :wordsOmitted, :textChecksum, :wordsChecksum, :text, :words, :searched::tsvector)
     ON CONFLICT (page_id) DO UPDATE SET
       words_omitted = excluded.words_omitted, text_checksum = excluded.text_checksum,
       words_checksum = excluded.words_checksum, text = excluded.text, words = excluded.words,
       searched = excluded.searched`,
    values,
  )
}
