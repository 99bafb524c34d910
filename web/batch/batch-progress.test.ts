import { describe, expect, test } from 'vitest'
import { isFinished, ratePerSecond, summarise, timeLeftMs, toTally } from './batch-progress.ts'

test('a tally counts every picture once', () => {
  const statuses = ['done', 'queued', 'processing', 'failed', 'partial', 'done'] as const

  const tally = toTally(statuses, { refused: 1, uploading: 3 })

  expect(tally).toEqual({ total: 10, done: 2, failed: 3 })
})

test('a batch is finished when no picture is queued or uploading', () => {
  expect(isFinished(toTally(['done', 'failed']))).toBe(true)
  expect(isFinished(toTally(['done', 'failed'], { uploading: 1 }))).toBe(false)
  expect(isFinished(toTally(['done', 'queued']))).toBe(false)
})

describe('the rate', () => {
  test('covers the last ten seconds', () => {
    const early = Array.from({ length: 100 }, (_, n) => n * 100)
    const late = Array.from({ length: 20 }, (_, n) => 20_500 + n * 500)

    expect(ratePerSecond([...early, ...late], { sinceMs: 0, nowMs: 30_000 })).toBe(2)
  })

  test('of a young batch covers its whole lifetime', () => {
    expect(ratePerSecond([500, 1_000, 1_500, 2_000], { sinceMs: 0, nowMs: 2_000 })).toBe(2)
  })

  test('of slow work covers a longer window, so that it does not drop to zero', () => {
    const endTimesMs = [6_000, 12_000, 18_000, 24_000, 30_000, 36_000]

    expect(ratePerSecond(endTimesMs, { sinceMs: 0, nowMs: 36_000 })).toBeCloseTo(1 / 6)
  })

  test('is unknown at first, and after a minute without a finished picture', () => {
    expect(ratePerSecond([], { sinceMs: 0, nowMs: 5_000 })).toBeNull()
    expect(ratePerSecond([100, 200], { sinceMs: 0, nowMs: 300 })).toBeNull()
    expect(ratePerSecond([100, 200, 300], { sinceMs: 0, nowMs: 90_000 })).toBeNull()
  })
})

test('the time left is the remaining pictures divided by the rate', () => {
  expect(timeLeftMs({ total: 100, done: 39, failed: 1 }, 2)).toBe(30_000)
  expect(timeLeftMs({ total: 100, done: 39, failed: 1 }, null)).toBeNull()
})

test.each([
  [
    { total: 102, done: 100, failed: 2 },
    72_000,
    '100 pictures read in 1 min 12 s, 1.4 a second, 2 failed',
  ],
  [{ total: 1, done: 1, failed: 0 }, 900, '1 picture read in 1 s'],
  [{ total: 3, done: 0, failed: 3 }, 900, 'None of 3 pictures could be read'],
  [{ total: 3, done: 3, failed: 0 }, null, '3 pictures read'],
])('%o in %s ms ends with "%s"', (tally, tookMs, summary) => {
  expect(summarise(tally, tookMs)).toBe(summary)
})
