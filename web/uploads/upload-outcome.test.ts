import { describe, expect, test } from 'vitest'
import { decideOutcome, nextDelay } from './upload-outcome.ts'

const nowMs = Date.parse('2026-11-21T08:00:00Z')

function decide(
  status: number,
  { attempts = 0, retryAfter = null as string | null, body = '' } = {},
) {
  return decideOutcome({ status, body, retryAfter }, { attempts, nowMs })
}

test('a 202 gives the document', () => {
  const accepted = { id: 'd1', status: 'queued', pageCount: 1 }

  expect(decide(202, { body: JSON.stringify(accepted) })).toEqual({ kind: 'accepted', accepted })
})

test('a refusal has the code and detail of the server', () => {
  const problem = { code: 'unsupported-image', detail: 'This is a PDF' }

  expect(decide(415, { body: JSON.stringify(problem) })).toEqual({ kind: 'refused', ...problem })
})

describe('a busy server is retried', () => {
  test.each([
    ['12', 12_000],
    ['Sat, 21 Nov 2026 08:00:30 GMT', 30_000],
    ['0', 1_000],
    ['999999', 600_000],
    ['soon', 1_000],
  ])('after its Retry-After (%s)', (retryAfter, delayMs) => {
    expect(decide(503, { retryAfter })).toEqual({ kind: 'retry', delayMs, reason: 'busy' })
  })

  test.each([429, 502, 503, 504])('without a limit on %d', (status) => {
    expect(decide(status, { attempts: 100 })).toMatchObject({ kind: 'retry' })
  })
})

test('no response is retried without a limit, with a growing delay', () => {
  expect(decide(0, { attempts: 3 })).toEqual({
    kind: 'retry',
    delayMs: 8_000,
    reason: 'no-response',
  })
  expect([0, 1, 2, 10].map(nextDelay)).toEqual([1_000, 2_000, 4_000, 30_000])
})

test.each([500, 409])('%d is refused after 5 retries', (status) => {
  expect(decide(status, { attempts: 4 }).kind).toBe('retry')
  expect(decide(status, { attempts: 5 }).kind).toBe('refused')
})
