import { disposable, type LibraryHandle } from 'koffi'
import type { PlacedWord } from '../reading.ts'
import type { Pointer } from './bindings.ts'

/** Tesseract's PageIteratorLevel. */
const level = { paragraph: 1, line: 2, word: 3 }

/**
 * The words of a page that was recognized, in reading order. A walk of our own from word to word takes 10 ms of
 * a page where Tesseract's TSV and text together take 70: those go over the page again for each letter.
 * https://github.com/tesseract-ocr/tesseract/blob/5.3.0/include/tesseract/resultiterator.h
 */
export function wordsWith(tesseract: LibraryHandle): (handle: Pointer) => PlacedWord[] {
  const owned = disposable('str', tesseract.func('void TessDeleteText(void *)'))
  const begin = tesseract.func('void *TessBaseAPIGetIterator(void *)')
  const end = tesseract.func('void TessResultIteratorDelete(void *)')
  const next = tesseract.func('bool TessResultIteratorNext(void *, int)')
  const textOf = tesseract.func('TessResultIteratorGetUTF8Text', owned, ['void *', 'int'])
  const confidenceOf = tesseract.func('float TessResultIteratorConfidence(void *, int)')
  const placeOf = tesseract.func('void *TessResultIteratorGetPageIterator(void *)')
  const isAtStartOf = tesseract.func('bool TessPageIteratorIsAtBeginningOf(void *, int)')
  const boxOf = tesseract.func(
    'bool TessPageIteratorBoundingBox(void *, int, _Out_ int *left, _Out_ int *top, _Out_ int *right, _Out_ int *bottom)',
  )

  function wordAt(word: Pointer): PlacedWord {
    const place = placeOf(word)
    const [left, top, right, bottom] = [[0], [0], [0], [0]] as [
      [number],
      [number],
      [number],
      [number],
    ]
    boxOf(place, level.word, left, top, right, bottom)
    return {
      text: textOf(word, level.word) ?? '',
      confidence: confidenceOf(word, level.word),
      box: [left[0], top[0], right[0], bottom[0]],
      startsLine: isAtStartOf(place, level.line),
      startsParagraph: isAtStartOf(place, level.paragraph),
    }
  }

  return (handle) => {
    const word = begin(handle)
    // A page with nothing on it.
    if (word === null) return []
    const words: PlacedWord[] = []
    try {
      do words.push(wordAt(word))
      while (next(word, level.word))
    } finally {
      end(word)
    }
    // A rule or a picture that was taken for a word stands alone in its line.
    return words.filter(({ text }) => text.trim() !== '')
  }
}
