import type { Mark } from './journal.ts'

/** A cold start: times of upload and text as seen by a client, and the marks of the processes. */
export interface ColdStart {
  fromMs: number
  toMs: number
  marks: Mark[]
}

/** Phases in order, each with the mark that ends it and the service of the mark. */
const ends = [
  ['upload saved, in the log', 'gateway', 'sent'],
  ['ocr spawned', 'ocr', 'spawn'],
  ['Node has started', 'ocr', 'preloaded'],
  ['ocr listens', 'ocr', 'listening'],
  ['page handed over', 'ocr', 'request'],
  ['engine ready', 'ocr', 'engine ready'],
  ['page decoded, read', 'ocr', 'engine read'],
  ['looked at again', 'ocr', 'sends'],
  ['text in the log', 'ocr', 'sent'],
  ['results spawned', 'results', 'spawn'],
  ['results listens', 'results', 'listening'],
  ['text handed over', 'results', 'request'],
  ['text in the store', 'results', 'answered'],
] as const
const last = 'client has it'

export const partNames: string[] = [...ends.map(([name]) => name), last]

/**
 * Milliseconds by phase, adding up to the total. Work in parallel with an earlier phase counts only as far as it took
 * longer.
 */
export function toParts({ fromMs, toMs, marks }: ColdStart): Map<string, number> {
  const own = marks.filter(({ atMs }) => atMs >= fromMs)
  const parts = new Map<string, number>()
  let atMs = fromMs
  for (const [part, service, name] of ends) {
    // Ignores a replica that went to sleep before it got any work.
    const pid = own.findLast((mark) => mark.service === service && mark.atMs <= toMs)?.pid
    // A spawn is recorded by the parent process.
    const end = own.find((mark) => mark.ofPid === pid && mark.name === name)
    if (!end) throw new Error(`Expected ${service} to reach "${name}"`)
    // A sender may get its answer only after the client has the text.
    const endMs = Math.min(Math.max(end.atMs, atMs), toMs)
    parts.set(part, endMs - atMs)
    atMs = endMs
  }
  return parts.set(last, toMs - atMs)
}
