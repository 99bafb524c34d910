/** Outcome of reading one picture. */
export type Ending =
  | {
      kind: 'answered'
      /** Null if there is a text. */
      failed: string | null
      /** The engine is still busy with the picture, so its process ends itself. */
      isLast: boolean
      ms: number
      /** Peak while reading this picture; null if the system does not report it. */
      peakBytes: number | null
    }
  | { kind: 'died'; how: string | number }
  | { kind: 'hung' }
  /** Answered as the last picture, but the process did not end. */
  | { kind: 'stayed' }

export interface Allowed {
  maxBytes: number
}

/** Errors about the picture itself; any other error would be retried. */
const pictureErrors = /^(UnreadableImageError|TooManyPixelsError|DeadlineError)\b/

/** Describes what is wrong with an outcome; null if nothing is. */
export function judge(ending: Ending, { maxBytes }: Allowed): string | null {
  if (ending.kind === 'died') return `the process died (${ending.how})`
  if (ending.kind === 'stayed') return 'the process did not end with its last page'
  if (ending.kind === 'hung') return 'no answer in time'
  if (ending.failed && !pictureErrors.test(ending.failed)) {
    return `an unexpected error: ${ending.failed}`
  }
  if ((ending.peakBytes ?? 0) > maxBytes) {
    return `${Math.round((ending.peakBytes ?? 0) / 1e6)} MB of memory`
  }
  return null
}
