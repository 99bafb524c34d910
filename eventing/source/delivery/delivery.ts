import { isRetryable } from '../../../functions/shared/events/retryable-status.ts'
import type { ServerTiming } from '../../../functions/shared/telemetry/server-timing.ts'
import type { Counts } from './counts.ts'
import type { Failure } from './failure.ts'

/** Retry settings of a source, in Knative's terms. */
export interface Delivery {
  retry: number
  backoffPolicy: 'linear' | 'exponential'
  backoffDelayMs: number
  timeoutMs: number
}

/** Result of one delivery: an answer with the start of its body, or why there is none. */
export type Outcome =
  | {
      status: number
      isFunctions: boolean
      retryAfterMs: number | null
      body: Uint8Array
      /** What the function says of a success. */
      timing?: ServerTiming
    }
  | { error: unknown; failure: Failure }

export type Decision = 'delivered' | 'dead-letter' | { retryInMs: number }

/** Deliveries without an answer of the function after which an event becomes a dead letter; 1, 3, 9, 27 s apart. */
export const maxUnanswered = 5
/** Longest delay before redelivery of an event that the service has not received. */
const maxNotTakenMs = 5000
/** Shortest such delay, whatever Retry-After the service sends. */
const minNotTakenMs = 100
/** Limit of Retry-After, so that a service cannot hold an event for ever. */
const maxRetryAfterMs = 5 * 60_000
/** Far below the limit of a timer. */
const maxDelayMs = 60 * 60_000

/**
 * What a delivery that failed counts as:
 *
 *   null         The service did not take the event: connection refused, 503 with Retry-After, or 401 of our
 *                function, while a new internal token has not reached both sides.
 *   unanswered   The replica may have crashed, by this event or another's: connection lost before the status, or
 *                502 or 503 without the function's header, which is a proxy's answer for such a replica.
 *   attempts     Anything else: the function answered, or there was no answer in time (also a proxy's 504).
 */
export function countOf(outcome: Outcome): keyof Counts | null {
  if ('failure' in outcome) {
    if (outcome.failure === 'not-connected') return null
    return outcome.failure === 'disconnected' ? 'unanswered' : 'attempts'
  }
  const { status, isFunctions, retryAfterMs } = outcome
  if (status === 503 && retryAfterMs !== null) return null
  if (status === 401 && isFunctions) return null
  return !isFunctions && (status === 502 || status === 503) ? 'unanswered' : 'attempts'
}

/** Decision after a delivery, which `counts` include; `retry` retries follow the first attempt. */
export function decide(outcome: Outcome, counts: Counts, delivery: Delivery): Decision {
  const retryAfterMs = 'status' in outcome ? outcome.retryAfterMs : null
  const count = countOf(outcome)
  if (count === null) {
    const wantedMs = retryAfterMs ?? delivery.backoffDelayMs
    return { retryInMs: Math.min(Math.max(wantedMs, minNotTakenMs), maxNotTakenMs) }
  }
  if ('status' in outcome) {
    if (outcome.status < 300) return 'delivered'
    if (!isRetryable(outcome.status)) return 'dead-letter'
  }
  const pauseMs = pauseAfter(count, counts[count], delivery)
  if (pauseMs === null) return 'dead-letter'
  return { retryInMs: Math.max(pauseMs, Math.min(retryAfterMs ?? 0, maxRetryAfterMs)) }
}

/** Pause after the n-th attempt or unanswered delivery; null after the last. */
function pauseAfter(count: keyof Counts, n: number, delivery: Delivery): number | null {
  const { retry, backoffPolicy, backoffDelayMs } = delivery
  if (count === 'unanswered') return n < maxUnanswered ? 1000 * 3 ** (n - 1) : null
  const factor = backoffPolicy === 'linear' ? n : 2 ** n
  return n <= retry ? Math.min(backoffDelayMs * factor, maxDelayMs) : null
}
