import type { OcrDeps } from '../../../functions/ocr/app.ts'
import { isPicture } from '../../../functions/ocr/original/original.ts'
import { toPageRecognized } from '../../../functions/shared/events/contract/contract.ts'
import { PermanentError } from '../../../functions/shared/events/permanent-error.ts'
import { readStubPage, textOf } from '../stub-page.ts'

type ReadPage = OcrDeps['readPage']

/** Reads stub pages itself; passes all other pictures to `readPage`. */
export function createStubReader(readPage: ReadPage): ReadPage {
  return async (page, original) => {
    const stub = isPicture(original) ? readStubPage(original) : null
    if (!stub) return readPage(page, original)
    if (stub.kind === 'poison') process.kill(process.pid, 'SIGKILL')
    if (stub.kind === 'refused') throw new PermanentError('A stub page that is never to be read')
    const text = textOf(stub)
    return toPageRecognized(page, {
      text,
      confidence: 100,
      words: [{ text, confidence: 100, box: [0, 0, 16, 1] }],
      width: 16,
      height: 1,
      language: page.language,
      engine: 'stub',
      model: 'stub',
      timings: { decodeMs: 0, recognizeMs: 0 },
    })
  }
}
