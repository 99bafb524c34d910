import type { PlacedWord } from '../reading.ts'

/** Of the lines of Tesseract's TSV, those that are a word. */
const wordLevel = '5'

/**
 * The words of Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height,
 * confidence and text, a line each.
 * https://github.com/tesseract-ocr/tesseract/blob/5.3.0/src/api/baseapi.cpp (GetTSVText)
 */
export function wordsOf(tsv: string): PlacedWord[] {
  let [paragraphBefore, lineBefore] = ['', '']
  return tsv.split('\n').flatMap((row): PlacedWord[] => {
    const [level, page, blockNumber, paragraphNumber, lineNumber, , ...rest] = row.split('\t')
    if (level !== wordLevel) return []
    const [left = 0, top = 0, width = 0, height = 0, confidence = 0] = rest.slice(0, 5).map(Number)
    const text = rest.slice(5).join('\t')
    // A rule or a picture that was taken for a word.
    if (text.trim() === '') return []
    const paragraph = [page, blockNumber, paragraphNumber].join()
    const line = [paragraph, lineNumber].join()
    const [startsParagraph, startsLine] = [paragraph !== paragraphBefore, line !== lineBefore]
    ;[paragraphBefore, lineBefore] = [paragraph, line]
    const box: PlacedWord['box'] = [left, top, left + width, top + height]
    return [{ text, confidence, box, startsLine, startsParagraph }]
  })
}
