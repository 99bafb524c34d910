import { toStorable } from '../values/storable.ts'
import type { StoredWord, WordCorrection } from '../values/stored.ts'

/** Confidence of a word that a person has corrected. */
const correctedConfidence = 100

/**
 * Words with the corrections, in the same places: a word that is taken away has no text, and one whose recognized text
 * is put back is the recognized word again. A correction conflicts if its word has neither the text that the caller saw
 * nor the corrected one; so a repeated correction changes nothing.
 */
export function correctWords(
  words: StoredWord[],
  corrections: WordCorrection[],
  recognized: StoredWord[],
): { words: StoredWord[]; isChanged: boolean } | { conflict: number } {
  const corrected = [...words]
  let isChanged = false
  for (const { index, was, text } of corrections) {
    const word = words[index]
    const newText = toWordText(text)
    if (word?.text === newText) continue
    if (word?.text !== was) return { conflict: index }
    const before = recognized[index]
    corrected[index] =
      before?.text === newText && before.box.join() === word.box.join()
        ? before
        : { ...word, text: newText, confidence: correctedConfidence, corrected: true }
    isChanged = true
  }
  return { words: corrected, isChanged }
}

/** Text of a word on one line; it may have spaces. */
function toWordText(text: string): string {
  return toStorable(text).replace(/\s+/g, ' ').trim()
}
