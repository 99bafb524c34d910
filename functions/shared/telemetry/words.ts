import { stageSpans } from './span-names.ts'

/** Words that labels may have. A function tells them in its answers, and any function can be deployed. */
export const words = {
  outcome: ['recognized', 'failed', 'deleted'],
  /** FailureCode of ../events/contract/contract.ts. */
  code: ['unreadable-image', 'too-many-pixels', 'timeout', 'result-too-large', 'gave-up', 'lost'],
  /** The last one is textLayerEngine of ../events/contract/recognition.ts. */
  engine: ['libtesseract', 'tesseract.js', 'text-layer'],
  stage: Object.keys(stageSpans),
} as const

/** The word, `other` for an unknown one; undefined if there is none. */
export function toWord(
  known: readonly string[],
  word: string | number | undefined,
): string | undefined {
  if (word === undefined) return undefined
  return known.includes(String(word)) ? String(word) : 'other'
}

const maxLanguages = 40
const language = /^[a-z_]{2,20}(\+[a-z_]{2,20}){0,3}$/i

/** Filter of Tesseract's codes of languages, for as many as a process plausibly reads; `other` for the rest. */
export function createLanguages() {
  const known: string[] = []
  return (code: string | number | undefined): string | undefined => {
    if (known.length < maxLanguages && !known.includes(String(code)) && language.test(String(code)))
      known.push(String(code))
    return toWord(known, code)
  }
}
