import type { Word } from '../../shared/contract.ts'

/** Of the lines of Tesseract's TSV, those that are a word. */
const wordLevel = '5'

/**
 * The words of Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height,
 * confidence and text, a line each.
 * https://github.com/tesseract-ocr/tesseract/blob/5.3.0/src/api/baseapi.cpp (GetTSVText)
 */
export function wordsOf(tsv: string): Word[] {
  return tsv.split('\n').flatMap((line): Word[] => {
    const [level, , , , , , ...rest] = line.split('\t')
    if (level !== wordLevel) return []
    const [left = 0, top = 0, width = 0, height = 0, confidence = 0] = rest.slice(0, 5).map(Number)
    const text = rest.slice(5).join('\t')
    // A rule or a picture that was taken for a word.
    if (text.trim() === '') return []
    const box: Word['box'] = [left, top, left + width, top + height]
    return [{ text, confidence: Math.min(Math.max(confidence, 0), 100), box }]
  })
}
