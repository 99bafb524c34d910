import { correctWords } from '../corrections/correct-words.ts'
import { gapsOf, joinWords } from '../corrections/gaps.ts'
import type { Engine, Queries } from '../engine.ts'
import { checksumOf, intact } from '../values/checksum.ts'
import { joinedTexts } from '../values/rows.ts'
import type { CorrectionOutcome, StoredWord, WordCorrection } from '../values/stored.ts'
import { lockDocument } from './document-lock.ts'
import type { Emit, Feed } from './feed.ts'

export interface CorrectionDeps {
  toSearched: Engine['toSearched']
  feed: Feed
  now: () => number
}

/** Limit of a page's corrected words as JSON: twice what an event has. Each correction writes all of them. */
export const maxCorrectedBytes = 2_000_000

/** A page with a text: the corrected one, else the recognized one. */
interface ShownRow {
  pageId: number
  /** Null if the page has no text. */
  textTry: number | null
  width: number
  height: number
  text: string
  textChecksum: number
  words: string
  wordsChecksum: number
  recognizedWords: string
  recognizedChecksum: number
  /** Null without corrections, as gapsChecksum. */
  gaps: string | null
  gapsChecksum: number | null
}

/**
 * Corrections of recognized texts. The corrected text lies beside the recognized one, which a later result replaces;
 * searches find the corrected one. Repeated after a lost COMMIT, a write finds its own work, and changes nothing.
 */
export function createCorrections({ toSearched, feed, now }: CorrectionDeps) {
  /** False if the corrected words are too large. */
  async function save(transaction: Queries, shown: ShownRow, words: StoredWord[], gaps: string[]) {
    const text = joinWords(words, gaps)
    const values = { text, words: JSON.stringify(words), gaps: JSON.stringify(gaps) }
    if (Buffer.byteLength(values.words) > maxCorrectedBytes) return false
    await transaction.run(
      `INSERT INTO corrections (page_id, corrected_at, width, height, text_checksum, words_checksum, gaps_checksum,
                                text, gaps, words)
       VALUES (:pageId, :at, :width, :height, :textChecksum, :wordsChecksum, :gapsChecksum, :text, :gaps, :words)
       ON CONFLICT (page_id) DO UPDATE SET
         corrected_at = excluded.corrected_at, text_checksum = excluded.text_checksum,
         words_checksum = excluded.words_checksum, text = excluded.text, words = excluded.words`,
      {
        ...{ pageId: shown.pageId, at: now(), width: shown.width, height: shown.height, ...values },
        textChecksum: checksumOf(text),
        wordsChecksum: checksumOf(values.words),
        gapsChecksum: checksumOf(values.gaps),
      },
    )
    await putSearched(transaction, shown.pageId, text)
    return true
  }

  async function putSearched(transaction: Queries, pageId: number, text: string) {
    await transaction.run('UPDATE texts SET searched = :searched WHERE page_id = :pageId', {
      pageId,
      searched: toSearched(text),
    })
  }

  /** Drops the corrections of a page, if there are any. */
  async function restore(
    transaction: Queries,
    { pageId, textTry, ...page }: ShownRow & { documentId: string; page: number },
    emit: Emit,
  ) {
    const deleted = await transaction.run('DELETE FROM corrections WHERE page_id = :pageId', {
      pageId,
    })
    if (deleted === 0 || textTry === null) return
    const recognized = await transaction.get<{ text: string; checksum: number }>(
      'SELECT text, text_checksum AS checksum FROM texts WHERE page_id = :pageId',
      { pageId },
    )
    if (recognized) {
      const { text, checksum } = recognized
      await putSearched(transaction, pageId, intact(text, checksum, 'recognized text of the page'))
    }
    emitText(emit, { documentId: page.documentId, page: page.page, textTry })
  }

  return {
    correctWords(
      documentId: string,
      page: number,
      corrections: WordCorrection[],
    ): Promise<CorrectionOutcome> {
      return feed.write(async (transaction, emit) => {
        const shown = await shownPage(transaction, documentId, page)
        if (!shown) return { outcome: 'unknown-page' }
        if (shown.textTry === null) return { outcome: 'not-done' }
        const recognizedWords = intact(
          shown.recognizedWords,
          shown.recognizedChecksum,
          'recognized words of the page',
        )
        const words: StoredWord[] = JSON.parse(
          intact(shown.words, shown.wordsChecksum, 'words of the page'),
        )
        const corrected = correctWords(words, corrections, JSON.parse(recognizedWords))
        if ('conflict' in corrected) return { outcome: 'conflict', index: corrected.conflict }
        if (JSON.stringify(corrected.words) === recognizedWords) {
          await restore(transaction, { ...shown, documentId, page }, emit)
        } else if (corrected.isChanged) {
          const gaps = storedGaps(shown) ?? gapsNow(shown, words)
          if (!(await save(transaction, shown, corrected.words, gaps))) {
            return { outcome: 'too-large' }
          }
          emitText(emit, { documentId, page, textTry: shown.textTry })
        }
        return { outcome: 'corrected' }
      })
    },

    restoreRecognized(documentId: string, page: number): Promise<boolean> {
      return feed.write(async (transaction, emit) => {
        const shown = await shownPage(transaction, documentId, page)
        if (!shown) return false
        await restore(transaction, { ...shown, documentId, page }, emit)
        return true
      })
    },
  }
}

/** Locks the document. */
async function shownPage(transaction: Queries, documentId: string, page: number) {
  const seq = await lockDocument(transaction, documentId)
  if (seq === undefined) return undefined
  return transaction.get<ShownRow>(
    `SELECT page_id AS "pageId", text_try AS "textTry",
            coalesce(corrections.width, pages.width) AS width,
            coalesce(corrections.height, pages.height) AS height,
            coalesce(corrections.text, texts.text) AS text,
            coalesce(corrections.text_checksum, texts.text_checksum) AS "textChecksum",
            coalesce(corrections.words, texts.words) AS words,
            coalesce(corrections.words_checksum, texts.words_checksum) AS "wordsChecksum",
            texts.words AS "recognizedWords", texts.words_checksum AS "recognizedChecksum",
            gaps, gaps_checksum AS "gapsChecksum"
     FROM pages ${joinedTexts} WHERE document_seq = :seq AND page = :page`,
    { seq, page },
  )
}

function storedGaps({ gaps, gapsChecksum }: ShownRow): string[] | null {
  const what = 'white space between the words of the page'
  return gaps === null ? null : JSON.parse(intact(gaps, gapsChecksum, what))
}

function gapsNow({ text, textChecksum }: ShownRow, words: StoredWord[]): string[] {
  return gapsOf(intact(text, textChecksum, 'text of the page'), words)
}

function emitText(emit: Emit, shown: { documentId: string; page: number; textTry: number }): void {
  const { textTry, ...page } = shown
  emit({ kind: 'page', ...page, status: 'done', try: textTry })
}
