import type { FailureCode } from '../contract.ts'
import { intact } from './checksum.ts'
import type {
  Change,
  DocumentStatus,
  PageStatus,
  StoredDocument,
  StoredPage,
  StoredPageWithWords,
} from './stored.ts'

/** Rows as both schemas draw them, and what the store gives out for them. */

export const documentColumns = 'seq, id, status, created_at, finished_at, filename, batch, language'

export interface DocumentRow {
  seq: number
  id: string
  status: DocumentStatus
  created_at: number
  finished_at: number | null
  filename: string | null
  batch: string | null
  language: string
}

export function toDocument(
  row: DocumentRow,
  { changes, pages }: { changes: number; pages: PageRow[] },
): StoredDocument {
  return {
    id: row.id,
    status: row.status,
    createdAt: new Date(row.created_at),
    finishedAt: toDate(row.finished_at),
    filename: row.filename,
    batch: row.batch,
    language: row.language,
    changes,
    pages: pages.map(toPage),
  }
}

/** A page that has its text is done, and of the try of its text, while it is read once more. */
export const pageColumns = `
  page, CASE WHEN text_try IS NULL THEN status ELSE 'done' END AS status, coalesce(text_try, try) AS try,
  width, height, finished_at, confidence, coverage, language, engine, model, timings, error_code, error_detail,
  text_checksum, text`

export interface PageRow {
  page: number
  status: PageStatus
  try: number
  width: number
  height: number
  finished_at: number | null
  confidence: number | null
  coverage: number | null
  language: string | null
  engine: string | null
  model: string | null
  timings: string | null
  error_code: FailureCode | null
  error_detail: string | null
  text_checksum: number | null
  text: string | null
}

export function toPage(row: PageRow): StoredPage {
  return {
    page: row.page,
    status: row.status,
    try: row.try,
    width: row.width,
    height: row.height,
    text: row.text === null ? null : intact(row.text, row.text_checksum),
    confidence: row.confidence,
    coverage: row.coverage,
    language: row.language,
    engine: row.engine,
    model: row.model,
    timings: row.timings === null ? null : JSON.parse(row.timings),
    error: row.error_code && { code: row.error_code, detail: row.error_detail ?? '' },
    finishedAt: toDate(row.finished_at),
  }
}

export interface WordsRow extends PageRow {
  words_checksum: number | null
  words: string | null
  words_omitted: number | boolean | null
}

export function toPageWithWords(row: WordsRow): StoredPageWithWords {
  return {
    ...toPage(row),
    words: row.words === null ? [] : JSON.parse(intact(row.words, row.words_checksum)),
    wordsOmitted: Boolean(row.words_omitted),
  }
}

export type ChangeRow = { change: number; at: number; document_id: string } & (
  | { kind: 'document'; status: DocumentStatus | 'deleted' }
  | { kind: 'page'; status: PageStatus; page: number; try: number }
)

export function toChange(row: ChangeRow): Change {
  const about = { change: row.change, at: new Date(row.at), documentId: row.document_id }
  return row.kind === 'document'
    ? { ...about, kind: row.kind, status: row.status }
    : { ...about, kind: row.kind, page: row.page, status: row.status, try: row.try }
}

function toDate(time: number | null): Date | null {
  return time === null ? null : new Date(time)
}
