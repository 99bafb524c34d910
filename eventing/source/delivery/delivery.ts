/** How a source retries, with Knative's words. */
export interface Delivery {
  retry: number
  backoffPolicy: 'linear' | 'exponential'
  backoffDelayMs: number
  timeoutMs: number
}

/** What came of one delivery: an answer with the beginning of its body, no answer, or not even a connection. */
export type Outcome =
  | { status: number; retryAfterMs: number | null; body: Uint8Array }
  | { error: unknown; connected: boolean }

export type Decision = 'delivered' | 'dead-letter' | { retryInMs: number }

/** An event that was not taken comes again at least this often. */
const maxNotTakenMs = 5000
/** And no more often than this, whatever the service says. */
const minNotTakenMs = 100
/** A service may ask for more time, but not hold an event for ever. */
const maxRetryAfterMs = 5 * 60_000
/** Far below what a timer can count. */
const maxDelayMs = 60 * 60_000

/** Which answers are tried again: Knative's own list, so that both worlds agree. */
export function isRetryable(status: number): boolean {
  return status >= 500 || [404, 408, 409, 429].includes(status)
}

/** Whether the service had the event at all. What it did not take costs the event nothing. */
export function isAttempt(outcome: Outcome): boolean {
  if ('status' in outcome) return !(outcome.status === 503 && outcome.retryAfterMs !== null)
  return outcome.connected
}

/** The pause after attempt n, counted from 1: delay × n, or delay × 2^n. */
export function nextDelay({ backoffPolicy, backoffDelayMs }: Delivery, attempt: number): number {
  const factor = backoffPolicy === 'linear' ? attempt : 2 ** attempt
  return Math.min(backoffDelayMs * factor, maxDelayMs)
}

/** What to do after attempt n, counted from 1; `retry` retries come after the first attempt. */
export function decide(outcome: Outcome, attempt: number, delivery: Delivery): Decision {
  const retryAfterMs = 'status' in outcome ? outcome.retryAfterMs : null
  if (!isAttempt(outcome)) {
    const wantedMs = retryAfterMs ?? delivery.backoffDelayMs
    return { retryInMs: Math.min(Math.max(wantedMs, minNotTakenMs), maxNotTakenMs) }
  }
  if ('status' in outcome) {
    if (outcome.status < 300) return 'delivered'
    if (!isRetryable(outcome.status)) return 'dead-letter'
  }
  if (attempt > delivery.retry) return 'dead-letter'
  const askedMs = Math.min(retryAfterMs ?? 0, maxRetryAfterMs)
  return { retryInMs: Math.max(nextDelay(delivery, attempt), askedMs) }
}
