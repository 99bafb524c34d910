import { expect, test } from 'vitest'
import { type Delivery, decide, isRetryable } from './delivery.ts'

const linear: Delivery = { retry: 2, backoffPolicy: 'linear', backoffDelayMs: 100, timeoutMs: 1 }
const exponential: Delivery = { ...linear, retry: 3, backoffPolicy: 'exponential' }
const body = new Uint8Array()

test.each([
  ['2xx is delivered', { status: 204, body }, 1, linear, 'delivered'],
  ['a redirect is never followed or repeated', { status: 302, body }, 1, linear, 'dead-letter'],
  ['422 can never work', { status: 422, body }, 1, linear, 'dead-letter'],
  ['500 comes again after the delay', { status: 500, body }, 1, linear, { retryInMs: 100 }],
  ['linear grows by the delay', { status: 500, body }, 2, linear, { retryInMs: 200 }],
  ['no answer comes again', { error: 'refused' }, 1, linear, { retryInMs: 100 }],
  ['retries end', { status: 500, body }, 3, linear, 'dead-letter'],
  ['exponential doubles, from 2 × delay', { error: 'x' }, 1, exponential, { retryInMs: 200 }],
  ['exponential doubles again', { error: 'x' }, 3, exponential, { retryInMs: 800 }],
] as const)('%s', (_, outcome, attempt, delivery, decision) => {
  expect(decide(outcome, attempt, delivery)).toEqual(decision)
})

test('only Knative’s list is retryable', () => {
  const statuses = Array.from({ length: 500 }, (_, n) => n + 100)

  const retryable = statuses.filter(isRetryable)

  expect(retryable).toEqual([404, 408, 409, 429, ...statuses.filter((status) => status >= 500)])
})
