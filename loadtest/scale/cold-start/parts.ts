import type { Mark } from './journal.ts'

/** One cold start: the upload and the text, as a client sees them, and what the processes noted between. */
export interface ColdStart {
  fromMs: number
  toMs: number
  marks: Mark[]
}

/** What each part ends with, in the order in which they follow each other: which mark, of which process. */
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
 * Milliseconds by part; together they are the whole. What went on beside an earlier part counts only as far
 * as it took longer.
 */
export function toParts({ fromMs, toMs, marks }: ColdStart): Map<string, number> {
  const own = marks.filter(({ atMs }) => atMs >= fromMs)
  const parts = new Map<string, number>()
  let atMs = fromMs
  for (const [part, service, name] of ends) {
    // One that fell asleep before it had anything to do is none of it.
    const pid = own.findLast((mark) => mark.service === service && mark.atMs <= toMs)?.pid
    // Of a spawn another process tells.
    const end = own.find((mark) => mark.ofPid === pid && mark.name === name)
    if (!end) throw new Error(`Expected ${service} to have come to "${name}"`)
    // A sender may have its answer only after the client has the text.
    const endMs = Math.min(Math.max(end.atMs, atMs), toMs)
    parts.set(part, endMs - atMs)
    atMs = endMs
  }
  return parts.set(last, toMs - atMs)
}
