/** Failed deliveries of an event. */
export interface Counts {
  /** Answered by the function, or not in time. */
  attempts: number
  /** Ended without an answer of the function. */
  unanswered: number
}

const unit = 1_000_000

/**
 * The number that a log saves: `unanswered` in the millions, `attempts` below.
 *
 *   3 attempts, 2 unanswered   →   2000003
 */
export function toSaved({ attempts, unanswered }: Counts): number {
  return unanswered * unit + Math.min(attempts, unit - 1)
}

export function fromSaved(saved: number): Counts {
  return { attempts: saved % unit, unanswered: Math.floor(saved / unit) }
}
