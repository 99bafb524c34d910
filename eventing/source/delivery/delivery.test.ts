import { describe, expect, test } from 'vitest'
import { type Delivery, decide, isAttempt, isRetryable, type Outcome } from './delivery.ts'

const linear: Delivery = { retry: 2, backoffPolicy: 'linear', backoffDelayMs: 100, timeoutMs: 1 }
const exponential: Delivery = { ...linear, retry: 3, backoffPolicy: 'exponential' }
const slowRetry: Delivery = { ...linear, retry: 2000, backoffDelayMs: 1000 }

function answered(status: number, retryAfterMs: number | null = null): Outcome {
  return { status, retryAfterMs, body: new Uint8Array() }
}
const broken: Outcome = { error: 'reset', connected: true }
const refused: Outcome = { error: 'refused', connected: false }

describe('decide', () => {
  test.each([
    ['2xx is delivered', answered(204), 1, linear, 'delivered'],
    ['a redirect is never followed or repeated', answered(302), 1, linear, 'dead-letter'],
    ['422 is never retried', answered(422), 1, linear, 'dead-letter'],
    ['500 is retried after the delay', answered(500), 1, linear, { retryInMs: 100 }],
    ['linear grows by the delay', answered(500), 2, linear, { retryInMs: 200 }],
    ['a missing answer is retried', broken, 1, linear, { retryInMs: 100 }],
    ['retries are limited', answered(500), 3, linear, 'dead-letter'],
    ['exponential doubles, from 2 × delay', broken, 1, exponential, { retryInMs: 200 }],
    ['exponential doubles again', broken, 3, exponential, { retryInMs: 800 }],
    ['Retry-After is respected', answered(429, 7000), 1, linear, { retryInMs: 7000 }],
    ['a longer delay overrides Retry-After', answered(429, 50), 2, linear, { retryInMs: 200 }],
    ['Retry-After is limited to 5 min', answered(500, 3.6e6), 1, linear, { retryInMs: 300_000 }],
    ['Retry-After adds no retries', answered(500, 1), 3, linear, 'dead-letter'],
    ['a refused connection is retried', refused, 1, linear, { retryInMs: 100 }],
    ['refused connections are retried without limit', refused, 99, linear, { retryInMs: 100 }],
    ['503 with Retry-After is retried then', answered(503, 3000), 99, linear, { retryInMs: 3000 }],
    ['Retry-After of 503 is limited to 5 s', answered(503, 3.6e6), 1, linear, { retryInMs: 5000 }],
    ['Retry-After of 503 is at least 100 ms', answered(503, 0), 1, linear, { retryInMs: 100 }],
    ['503 alone is an attempt', answered(503), 3, linear, 'dead-letter'],
    [
      'a delay stays far below the limit of a timer',
      broken,
      2000,
      { ...slowRetry },
      { retryInMs: 2e6 },
    ],
    [
      'an exponential delay too',
      broken,
      1999,
      { ...slowRetry, backoffPolicy: 'exponential' as const },
      { retryInMs: 3.6e6 },
    ],
  ] as const)('%s', (_, outcome, attempt, delivery, decision) => {
    expect(decide(outcome, attempt, delivery)).toEqual(decision)
  })
})

test('a delivery that the service did not receive is no attempt', () => {
  const outcomes = [answered(503, 0), refused, answered(503), answered(500, 0), broken]

  expect(outcomes.map(isAttempt)).toEqual([false, false, true, true, true])
})

test('the retried statuses are Knative’s', () => {
  const statuses = Array.from({ length: 500 }, (_, n) => n + 100)

  const retryable = statuses.filter(isRetryable)

  expect(retryable).toEqual([404, 408, 409, 429, ...statuses.filter((status) => status >= 500)])
})
