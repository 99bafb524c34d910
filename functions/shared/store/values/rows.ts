import type { FailureCode } from '../../events/contract.ts'
import { intact } from './checksum.ts'
import type {
  Change,
  DocumentStatus,
  PageStatus,
  StoredDocument,
  StoredPage,
  StoredPageWithWords,
} from './stored.ts'

/** Selected rows, and their conversion to the values that the store returns. */

export const documentColumns = `
  seq, id, status, created_at AS "createdAt", finished_at AS "finishedAt", filename, batch, language`

export type DocumentRow = Omit<StoredDocument, 'createdAt' | 'finishedAt' | 'changes' | 'pages'> & {
  seq: number
  createdAt: number
  finishedAt: number | null
}

export function toDocument(
  { seq: _, ...row }: DocumentRow,
  { changes, pages }: { changes: number; pages: PageRow[] },
): StoredDocument {
  const { createdAt, finishedAt } = row
  const times = { createdAt: new Date(createdAt), finishedAt: toDate(finishedAt) }
  return { ...row, ...times, changes, pages: pages.map(toPage) }
}

/** A page with a text is shown as done, with the try of the text, while it is queued again. */
export const pageColumns = `
  document_seq AS seq, page, CASE WHEN text_try IS NULL THEN status ELSE 'done' END AS status,
  coalesce(text_try, try) AS try, width, height, finished_at AS "finishedAt", confidence, coverage, language,
  engine, model, timings, error_code AS "errorCode", error_detail AS "errorDetail",
  text_checksum AS "textChecksum", text`

export type PageRow = Omit<StoredPage, 'timings' | 'error' | 'finishedAt'> & {
  seq: number
  timings: string | null
  errorCode: FailureCode | null
  errorDetail: string | null
  finishedAt: number | null
  textChecksum: number | null
}

/** Field by field: a list has hundreds of pages, and a rest pattern takes longer than reading the row. */
function toPage(row: PageRow): StoredPage {
  return {
    page: row.page,
    status: row.status,
    try: row.try,
    width: row.width,
    height: row.height,
    text: row.text === null ? null : intact(row.text, row.textChecksum),
    confidence: row.confidence,
    coverage: row.coverage,
    language: row.language,
    engine: row.engine,
    model: row.model,
    timings: row.timings === null ? null : JSON.parse(row.timings),
    error: row.errorCode && { code: row.errorCode, detail: row.errorDetail ?? '' },
    finishedAt: toDate(row.finishedAt),
  }
}

export type WordsRow = PageRow & {
  wordsChecksum: number | null
  words: string | null
  wordsOmitted: number | boolean | null
}

export function toPageWithWords(row: WordsRow): StoredPageWithWords {
  return {
    ...toPage(row),
    words: row.words === null ? [] : JSON.parse(intact(row.words, row.wordsChecksum)),
    wordsOmitted: Boolean(row.wordsOmitted),
  }
}

export const changeColumns = 'change, at, document_id AS "documentId", kind, status, page, try'

export type ChangeRow = { change: number; at: number; documentId: string } & (
  | { kind: 'document'; status: DocumentStatus | 'deleted' }
  | { kind: 'page'; status: PageStatus; page: number; try: number }
)

export function toChange({ change, at, documentId, ...row }: ChangeRow): Change {
  const about = { change, at: new Date(at), documentId }
  // Columns of a page are null in a change of a document.
  return row.kind === 'page'
    ? { ...about, ...row }
    : { ...about, kind: row.kind, status: row.status }
}

function toDate(time: number | null): Date | null {
  return time === null ? null : new Date(time)
}
