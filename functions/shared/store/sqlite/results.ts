import type { Recognition } from '../../contract.ts'
import { documentStatus } from '../document-status.ts'
import type { DocumentStatus, PageResult } from '../store.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'

/** Writes results of pages, and what follows from them for their document. */
export function createResults({ database, feed }: { database: Database; feed: Feed }) {
  // The rule of writes in one comparison: a text wins over no text, then the greater try, then a
  // failure over queued.
  const updatePage = database.prepare<{ pageId: number; seq: number }>(`
    UPDATE pages SET
      status = :status, try = :try, finished_at = :now,
      width = coalesce(:width, width), height = coalesce(:height, height),
      confidence = :confidence, engine = :engine, model = :model, timings = :timings,
      error_code = :errorCode, error_detail = :errorDetail
    WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId) AND page = :page
      AND (status = 'done', try, status = 'failed') < (:status = 'done', :try, :status = 'failed')
    RETURNING page_id AS pageId, document_seq AS seq`)
  const putText = database.prepare(`
    INSERT INTO texts (page_id, words_omitted, text, words)
    VALUES (:pageId, :wordsOmitted, :text, :words)
    ON CONFLICT (page_id) DO UPDATE SET
      words_omitted = excluded.words_omitted, text = excluded.text, words = excluded.words`)

  const pagesEnded = database.prepare<PagesEnded>(`
    SELECT documents.status AS before, count(*) AS "all",
           count(*) FILTER (WHERE pages.status = 'done') AS done,
           count(*) FILTER (WHERE pages.status = 'failed') AS failed,
           max(pages.finished_at) AS lastFinishedAt
    FROM documents JOIN pages ON document_seq = seq WHERE seq = :seq`)
  const updateDocument = database.prepare(`
    UPDATE documents SET status = :status, finished_at = :finishedAt WHERE seq = :seq`)

  function settleDocument(documentId: string, seq: number) {
    const pages = pagesEnded.get({ seq })
    if (!pages) return
    const status = documentStatus(pages)
    const ended = status !== 'queued' && status !== 'processing'
    updateDocument.run({ seq, status, finishedAt: ended ? pages.lastFinishedAt : null })
    if (status !== pages.before) feed.documentChanged(documentId, status)
  }

  return {
    applyResult(result: PageResult): boolean {
      const { documentId, page, status } = result
      return database.write(() => {
        const about = { documentId, page, status, try: result.try, now: Date.now() }
        const updated = updatePage.get({ ...about, ...pageValues(result) })
        if (!updated) return false
        if (result.status === 'done') putText.run(textValues(updated.pageId, result.recognition))
        feed.pageChanged({ documentId, page, status, try: result.try })
        settleDocument(documentId, updated.seq)
        return true
      })
    },
  }
}

interface PagesEnded {
  before: DocumentStatus
  all: number
  done: number
  failed: number
  lastFinishedAt: number | null
}

function pageValues(result: PageResult) {
  if (result.status === 'failed') {
    const { code, detail } = result.error
    const unread = { confidence: null, width: null, height: null, engine: null, model: null }
    return { ...unread, timings: null, errorCode: code, errorDetail: detail }
  }
  const { confidence, width, height, engine, model, timings } = result.recognition
  const read = { confidence, width, height, engine, model, timings: JSON.stringify(timings) }
  return { ...read, errorCode: null, errorDetail: null }
}

function textValues(pageId: number, { text, words, wordsOmitted }: Recognition) {
  return {
    pageId,
    wordsOmitted: wordsOmitted ? 1 : 0,
    // PostgreSQL cannot hold a NUL in a text, and FTS5's snippet() ends at one.
    text: text.replaceAll('\0', '\ufffd'),
    words: JSON.stringify(words),
  }
}
