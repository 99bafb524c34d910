import type { Mark } from './journal.ts'

/** One cold start: the upload and the text, as a client sees them, and what the processes noted between. */
export interface ColdStart {
  fromMs: number
  toMs: number
  marks: Mark[]
}

/** What each part ends with, in the order in which they follow each other: of which process, which mark. */
const ends = [
  ['upload, log, source', 'runtime', 'spawn'],
  ['spawn, Node', 'ocr', 'preloaded'],
  ['imports', 'ocr', 'listening'],
  ['handed over', 'ocr', 'request'],
  ['engine', 'ocr', 'engine setParameters'],
  ['page', 'ocr', 'engine recognize'],
  ['log, results awake', 'results', 'request'],
] as const
const last = 'store, client'

export const partNames: string[] = [...ends.map(([name]) => name), last]

/**
 * Milliseconds by part; together they are the whole. What went on beside an earlier part counts only as far
 * as it took longer.
 */
export function toParts({ fromMs, toMs, marks }: ColdStart): Map<string, number> {
  const own = marks.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
  const ocr = own.find(({ service }) => service === 'ocr')?.pid
  const parts = new Map<string, number>()
  let atMs = fromMs
  for (const [part, service, name] of ends) {
    const end = own.find(
      (mark) =>
        mark.service === service && mark.name === name && (name !== 'spawn' || mark.ofPid === ocr),
    )
    if (!end) throw new Error(`Expected ${service} to have come to "${name}"`)
    parts.set(part, Math.max(end.atMs - atMs, 0))
    atMs = Math.max(end.atMs, atMs)
  }
  return parts.set(last, toMs - atMs)
}
