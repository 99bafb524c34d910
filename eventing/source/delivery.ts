/** How a source retries, with Knative's words. */
export interface Delivery {
  retry: number
  backoffPolicy: 'linear' | 'exponential'
  backoffDelayMs: number
  timeoutMs: number
}

/** What came of one attempt: an HTTP status with the beginning of its body, or no answer at all. */
export type Outcome = { status: number; body: Uint8Array } | { error: unknown }

export type Decision = 'delivered' | 'dead-letter' | { retryInMs: number }

/** Which answers are tried again: Knative's own list, so that both worlds agree. */
export function isRetryable(status: number): boolean {
  return status >= 500 || [404, 408, 409, 429].includes(status)
}

/** The pause after attempt n, counted from 1: delay × n, or delay × 2^n. */
export function nextDelay({ backoffPolicy, backoffDelayMs }: Delivery, attempt: number): number {
  return backoffDelayMs * (backoffPolicy === 'linear' ? attempt : 2 ** attempt)
}

/** What to do after attempt n, counted from 1; `retry` retries come after the first attempt. */
export function decide(outcome: Outcome, attempt: number, delivery: Delivery): Decision {
  if ('status' in outcome) {
    if (outcome.status < 300) return 'delivered'
    if (!isRetryable(outcome.status)) return 'dead-letter'
  }
  return attempt > delivery.retry ? 'dead-letter' : { retryInMs: nextDelay(delivery, attempt) }
}
