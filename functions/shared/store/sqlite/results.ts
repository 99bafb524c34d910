import { pageValues, textValues } from '../result-values.ts'
import type { PageResult } from '../stored.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { Settlement } from './settlement.ts'
import { toSearched } from './text-search.ts'

export type ApplyResult = ReturnType<typeof createApplyResult>

/** Writes the result of a page, and what follows from it for its document, inside of a write. */
export function createApplyResult(deps: {
  database: Database
  feed: Feed
  settle: Settlement
  now: () => number
}) {
  const { database, feed, settle, now } = deps
  // The rule of writes in one comparison: a text wins over no text, then the greater try, then a
  // failure over queued. A text of an older try than the latest ends a page that had none, and no other.
  const updatePage = database.prepare<{ pageId: number; seq: number }>(`
    UPDATE pages SET
      status = iif(text_try IS NOT NULL AND :try < try, status, :status), try = max(try, :try),
      text_try = iif(:status = 'done', :try, NULL), finished_at = :now,
      width = coalesce(:width, width), height = coalesce(:height, height),
      confidence = :confidence, coverage = :coverage, language = :language, engine = :engine, model = :model, timings = :timings,
      error_code = :errorCode, error_detail = :errorDetail
    WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId) AND page = :page
      AND (text_try IS NOT NULL, coalesce(text_try, try), status = 'failed')
        < (:status = 'done', :try, :status = 'failed')
    RETURNING page_id AS pageId, document_seq AS seq`)
  const keepText = database.prepare(`
    UPDATE pages SET status = 'done'
    WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId) AND page = :page
      AND status = 'queued' AND text_try IS NOT NULL AND try <= :try`)
  const putText = database.prepare(`
    INSERT INTO texts (page_id, words_omitted, text_checksum, words_checksum, text, searched, words)
    VALUES (:pageId, :wordsOmitted, :textChecksum, :wordsChecksum, :text, :searched, :words)
    ON CONFLICT (page_id) DO UPDATE SET
      words_omitted = excluded.words_omitted, text_checksum = excluded.text_checksum,
      words_checksum = excluded.words_checksum, text = excluded.text,
      searched = excluded.searched, words = excluded.words`)

  return (result: PageResult): boolean => {
    const { documentId, page, status } = result
    const about = { documentId, page, status, try: result.try, now: now() }
    const updated = updatePage.get({ ...about, ...pageValues(result) })
    if (!updated) {
      if (status === 'failed') keepText.run({ documentId, page, try: result.try })
      return false
    }
    if (result.status === 'done') {
      const { wordsOmitted, ...text } = textValues(result.recognition)
      const about = { pageId: updated.pageId, wordsOmitted: wordsOmitted ? 1 : 0 }
      putText.run({ ...about, ...text, searched: toSearched(text.text) })
    }
    feed.pageChanged({ documentId, page, status, try: result.try })
    settle({ documentId, seq: updated.seq })
    return true
  }
}
