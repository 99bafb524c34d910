/** Retry settings of a source, in Knative's terms. */
export interface Delivery {
  retry: number
  backoffPolicy: 'linear' | 'exponential'
  backoffDelayMs: number
  timeoutMs: number
}

/** Result of one delivery: an answer with the start of its body, no answer, or no connection. */
export type Outcome =
  | { status: number; retryAfterMs: number | null; body: Uint8Array }
  | { error: unknown; connected: boolean }

export type Decision = 'delivered' | 'dead-letter' | { retryInMs: number }

/** Longest delay before redelivery of an event that the service has not received. */
const maxNotTakenMs = 5000
/** Shortest such delay, whatever Retry-After the service sends. */
const minNotTakenMs = 100
/** Limit of Retry-After, so that a service cannot hold an event for ever. */
const maxRetryAfterMs = 5 * 60_000
/** Far below the limit of a timer. */
const maxDelayMs = 60 * 60_000

/** Statuses that are retried: Knative's list, so that cluster and local runtime agree. */
export function isRetryable(status: number): boolean {
  return status >= 500 || [404, 408, 409, 429].includes(status)
}

/** Whether the service received the event; otherwise the delivery does not count as an attempt. */
export function isAttempt(outcome: Outcome): boolean {
  if ('status' in outcome) return !(outcome.status === 503 && outcome.retryAfterMs !== null)
  return outcome.connected
}

/** Pause after attempt n, counted from 1: delay × n, or delay × 2^n. */
export function nextDelay({ backoffPolicy, backoffDelayMs }: Delivery, attempt: number): number {
  const factor = backoffPolicy === 'linear' ? attempt : 2 ** attempt
  return Math.min(backoffDelayMs * factor, maxDelayMs)
}

/** Decision after attempt n, counted from 1; `retry` retries follow the first attempt. */
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
