import type { Recognition } from '../contract.ts'
import { checksumOf } from './checksum.ts'
import { toStorable } from './storable.ts'
import type { PageResult } from './stored.ts'

/** What a result writes into the row of its page. */
export function pageValues(result: PageResult) {
  if (result.status === 'failed') {
    const { code, detail } = result.error
    const unread = { confidence: null, coverage: null, width: null, height: null, language: null }
    const by = { engine: null, model: null, timings: null }
    return { ...unread, ...by, errorCode: code, errorDetail: detail }
  }
  const {
    confidence,
    coverage = null,
    width,
    height,
    language,
    engine,
    model,
    timings,
  } = result.recognition
  const read = { confidence, coverage, width, height, language }
  const by = { engine, model, timings: JSON.stringify(timings) }
  return { ...read, ...by, errorCode: null, errorDetail: null }
}

/** What a recognition writes into the row of its page's text. */
export function textValues(recognition: Recognition) {
  const text = toStorable(recognition.text)
  const words = JSON.stringify(recognition.words)
  const checksums = { textChecksum: checksumOf(text), wordsChecksum: checksumOf(words) }
  return { wordsOmitted: recognition.wordsOmitted ?? false, ...checksums, text, words }
}
