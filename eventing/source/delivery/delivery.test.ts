import { describe, expect, test } from 'vitest'
import type { Counts } from './counts.ts'
import { countOf, type Decision, type Delivery, decide, type Outcome } from './delivery.ts'

const linear: Delivery = { retry: 2, backoffPolicy: 'linear', backoffDelayMs: 100, timeoutMs: 1 }
const exponential: Delivery = { ...linear, retry: 3, backoffPolicy: 'exponential' }
const slow: Delivery = { ...linear, retry: 2000, backoffDelayMs: 1000 }
const slowExponential: Delivery = { ...slow, backoffPolicy: 'exponential' }

function answered(status: number, retryAfterMs: number | null = null): Outcome {
  return { status, isFunctions: true, retryAfterMs, body: new Uint8Array() }
}
const withoutHeader = (status: number, retryAfterMs: number | null = null): Outcome => ({
  ...answered(status, retryAfterMs),
  isFunctions: false,
})
const failed = (failure: 'not-connected' | 'disconnected' | 'other'): Outcome => ({
  ...{ error: failure, failure },
})
const refused = failed('not-connected')
const cut = failed('disconnected')
const late = failed('other')
const crashed = withoutHeader(502)

const times = (attempts: number, unanswered = 0): Counts => ({ attempts, unanswered })
const inMs = (retryInMs: number) => ({ retryInMs })

describe('decide', () => {
  test.each<[string, Outcome, Counts, Delivery, Decision]>([
    ['2xx is delivered', answered(204), times(1), linear, 'delivered'],
    ['2xx without the header is delivered', withoutHeader(200), times(1), linear, 'delivered'],
    ['a redirect is never followed or repeated', answered(302), times(1), linear, 'dead-letter'],
    ['422 is never retried', answered(422), times(1), linear, 'dead-letter'],
    ['500 is retried after the delay', answered(500), times(1), linear, inMs(100)],
    ['linear grows by the delay', answered(500), times(2), linear, inMs(200)],
    ['a late answer is retried', late, times(1), linear, inMs(100)],
    ['retries are limited', answered(500), times(3), linear, 'dead-letter'],
    ['retries after late answers too', late, times(3), linear, 'dead-letter'],
    ['exponential doubles, from 2 × delay', late, times(1), exponential, inMs(200)],
    ['exponential doubles again', late, times(3), exponential, inMs(800)],
    ['Retry-After is respected', answered(429, 7000), times(1), linear, inMs(7000)],
    ['a longer delay overrides Retry-After', answered(429, 50), times(2), linear, inMs(200)],
    ['Retry-After is limited to 5 min', answered(500, 3.6e6), times(1), linear, inMs(300_000)],
    ['Retry-After adds no retries', answered(500, 1), times(3), linear, 'dead-letter'],
    ['a refused connection is retried', refused, times(0), linear, inMs(100)],
    ['refused connections do not use up retries', refused, times(99, 99), linear, inMs(100)],
    ['503 with Retry-After is retried then', answered(503, 3000), times(99), linear, inMs(3000)],
    ['also without the header', withoutHeader(503, 3000), times(99, 99), linear, inMs(3000)],
    ['Retry-After of 503 is limited to 5 s', answered(503, 3.6e6), times(0), linear, inMs(5000)],
    ['Retry-After of 503 is at least 100 ms', answered(503, 0), times(0), linear, inMs(100)],
    ['503 of the function alone is an attempt', answered(503), times(3), linear, 'dead-letter'],
    ['a token that is being replaced is no attempt', answered(401), times(99), linear, inMs(100)],
    [
      '401 of another function is never retried',
      withoutHeader(401),
      times(1),
      linear,
      'dead-letter',
    ],
    ['a delay stays far below a timer’s limit', late, times(2000), slow, inMs(2e6)],
    ['an exponential delay too', late, times(1999), slowExponential, inMs(3.6e6)],
    ['1 s after the first crash', crashed, times(0, 1), linear, inMs(1000)],
    ['3 s after the second', cut, times(0, 2), linear, inMs(3000)],
    ['9 s after the third', crashed, times(2, 3), linear, inMs(9000)],
    ['27 s after the fourth', crashed, times(3, 4), linear, inMs(27_000)],
    ['the fifth is the last', crashed, times(0, 5), slow, 'dead-letter'],
    ['one more after a restart', cut, times(0, 6), slow, 'dead-letter'],
    ['used-up retries do not end it', crashed, times(3, 4), linear, inMs(27_000)],
    ['crashes do not use up retries', answered(500), times(2, 4), linear, inMs(200)],
    ['Retry-After after a crash', withoutHeader(502, 2000), times(0, 1), linear, inMs(2000)],
  ])('%s', (_, outcome, counts, delivery, decision) => {
    expect(decide(outcome, counts, delivery)).toEqual(decision)
  })
})

test.each<[keyof Counts | null, Outcome[]]>([
  [null, [refused, answered(503, 0), withoutHeader(503, 0)]],
  ['unanswered', [cut, withoutHeader(502), withoutHeader(502, 0), withoutHeader(503)]],
  ['attempts', [late, answered(502), answered(503), answered(500, 0)]],
  // Answers of a function that does not know the header.
  ['attempts', [500, 501, 504, 507, 404, 422, 429].map((status) => withoutHeader(status))],
])('counts as %s', (count, outcomes) => {
  expect(outcomes.map(countOf)).toEqual(outcomes.map(() => count))
})
