import { expect, test } from 'vitest'
import { createClock } from './clock.ts'

/** A clock over settable ones; the wall clock has whole milliseconds. */
function clockAt(wallMs: number, elapsedMs = 1000) {
  const at = { wallMs, elapsedMs }
  const now = createClock({ wall: () => Math.floor(at.wallMs), monotonic: () => at.elapsedMs })
  const pass = (ms: number) => {
    at.wallMs += ms
    at.elapsedMs += ms
  }
  return { at, now, pass }
}

test('time has fractions of a millisecond, and is never a millisecond off', () => {
  const { at, now, pass } = clockAt(5_000.7)
  now()

  for (let step = 0; step < 100; step += 1) {
    pass(0.3)
    expect(Math.abs(now() - at.wallMs)).toBeLessThanOrEqual(1)
  }

  expect(now() % 1).not.toBe(0)
})

test('a wall clock that is set is followed, forwards and back', () => {
  const { at, now, pass } = clockAt(5_000)
  now()

  at.wallMs += 60_000
  pass(1)
  const ahead = now()
  at.wallMs -= 90_000
  pass(1)

  expect(ahead).toBe(65_001)
  expect(now()).toBe(-24_998)
})
