import type { FailureCode } from '../../events/contract/contract.ts'
import { intact } from './checksum.ts'
import type {
  Change,
  DocumentStatus,
  PageStatus,
  StoredDocument,
  StoredPage,
  StoredPageWithWords,
  TextVersion,
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

/** Texts of pages, as recognized and as corrected. */
export const joinedTexts = 'LEFT JOIN texts USING (page_id) LEFT JOIN corrections USING (page_id)'

/** Column of the corrected text if there is one, unless the recognized text is requested. */
function columnOf(version: TextVersion, recognized: string, corrected: string): string {
  return version === 'corrected' ? `coalesce(${corrected}, ${recognized})` : recognized
}

/**
 * A page with a text is shown as done, with the try of the text, while it is queued again. Its size is that of the
 * picture in which the boxes of the words lie.
 */
export function pageColumns(version: TextVersion = 'corrected'): string {
  return `
  document_seq AS seq, page, pages.original_page AS "originalPage",
  CASE WHEN text_try IS NULL THEN status ELSE 'done' END AS status,
  coalesce(text_try, try) AS try,
  ${columnOf(version, 'pages.width', 'corrections.width')} AS width,
  ${columnOf(version, 'pages.height', 'corrections.height')} AS height,
  rotate, finished_at AS "finishedAt", corrected_at AS "correctedAt", confidence, coverage, language,
  engine, model, timings, error_code AS "errorCode", error_detail AS "errorDetail",
  ${columnOf(version, 'texts.text_checksum', 'corrections.text_checksum')} AS "textChecksum",
  ${columnOf(version, 'texts.text', 'corrections.text')} AS text`
}

/** Further columns of a page with its words. */
export function wordsColumns(version: TextVersion = 'corrected'): string {
  return `
  ${version === 'corrected' ? 'words_omitted AND corrections.page_id IS NULL' : 'words_omitted'} AS "wordsOmitted",
  ${columnOf(version, 'texts.words_checksum', 'corrections.words_checksum')} AS "wordsChecksum",
  ${columnOf(version, 'texts.words', 'corrections.words')} AS words`
}

export type PageRow = Omit<StoredPage, 'timings' | 'error' | 'finishedAt' | 'correctedAt'> & {
  seq: number
  timings: string | null
  errorCode: FailureCode | null
  errorDetail: string | null
  finishedAt: number | null
  correctedAt: number | null
  textChecksum: number | null
}

/** Field by field: a list has hundreds of pages, and a rest pattern takes longer than reading the row. */
function toPage(row: PageRow): StoredPage {
  return {
    page: row.page,
    originalPage: row.originalPage,
    status: row.status,
    try: row.try,
    width: row.width,
    height: row.height,
    text: row.text === null ? null : intact(row.text, row.textChecksum, 'text of a page'),
    confidence: row.confidence,
    coverage: row.coverage,
    language: row.language,
    engine: row.engine,
    model: row.model,
    timings: row.timings === null ? null : JSON.parse(row.timings),
    rotate: row.rotate,
    error: row.errorCode && { code: row.errorCode, detail: row.errorDetail ?? '' },
    finishedAt: toDate(row.finishedAt),
    correctedAt: toDate(row.correctedAt),
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
    words:
      row.words === null ? [] : JSON.parse(intact(row.words, row.wordsChecksum, 'words of a page')),
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
