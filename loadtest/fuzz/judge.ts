/** How the reading of one picture ended. */
export type Ending =
  | {
      kind: 'answered'
      /** Null where it has a text. */
      failed: string | null
      /** The engine goes on with the picture; its process ends itself. */
      isLast: boolean
      ms: number
      /** Of this picture's reading; null where the system does not tell. */
      peakBytes: number | null
    }
  | { kind: 'died'; how: string | number }
  | { kind: 'hung' }
  /** It was answered as the last one, but the process did not end. */
  | { kind: 'stayed' }

export interface Allowed {
  maxBytes: number
}

/** Errors that say what is wrong with the picture; any other one would have it read again and again. */
const told = /^(UnreadableImageError|TooManyPixelsError|DeadlineError)\b/

/** What is wrong with how it ended; null where nothing is. */
export function judge(ending: Ending, { maxBytes }: Allowed): string | null {
  if (ending.kind === 'died') return `the process died (${ending.how})`
  if (ending.kind === 'stayed') return 'the process did not end with its last page'
  if (ending.kind === 'hung') return 'no answer in time'
  if (ending.failed && !told.test(ending.failed)) return `an answer of no kind: ${ending.failed}`
  if ((ending.peakBytes ?? 0) > maxBytes) {
    return `${Math.round((ending.peakBytes ?? 0) / 1e6)} MB of memory`
  }
  return null
}
