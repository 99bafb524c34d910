import { expect, test } from 'vitest'
import { createConcurrency } from './concurrency.ts'

/** A minute's memory, over a clock that is set by hand. */
function counted() {
  let nowMs = 0
  const concurrency = createConcurrency({ memoryMs: 60_000, stepMs: 100, clock: () => nowMs })
  /** From now on so many at once, for so long; looked at ten times a second. */
  const hold = (count: number, seconds: number) => {
    while (concurrency.now() < count) concurrency.change(1)
    while (concurrency.now() > count) concurrency.change(-1)
    for (const endMs = nowMs + seconds * 1000; nowMs < endMs; nowMs += 100) concurrency.mean(6000)
  }
  return { hold, mean: (seconds: number) => concurrency.mean(seconds * 1000), concurrency }
}

test('the mean is over time, not over requests', () => {
  const { hold, mean } = counted()

  hold(4, 3)
  hold(1, 3)

  expect(mean(6)).toBeCloseTo(2.5, 5)
})

test('what is older than the window does not count', () => {
  const { hold, mean } = counted()

  hold(10, 30)
  hold(2, 6)

  expect(mean(6)).toBeCloseTo(2, 5)
  expect(mean(12)).toBeCloseTo(6, 5)
})

test('the first requests after a long silence count in full', () => {
  const { hold, mean } = counted()

  hold(3, 1)
  hold(0, 61)
  hold(8, 0.5)

  expect(mean(6)).toBeCloseTo(8, 5)
  expect(mean(60)).toBeCloseTo(8, 5)
})

test('after a shorter silence the silence counts', () => {
  const { hold, mean } = counted()

  hold(3, 1)
  hold(0, 10)
  hold(8, 3)

  expect(mean(6)).toBeCloseTo(4, 5)
})

test('at the very first moment it is what there is', () => {
  const { concurrency, mean } = counted()

  concurrency.change(1)

  expect(mean(60)).toBe(1)
})

test('one request all the time is one, whatever the clock’s fractions add up to', () => {
  let nowMs = 0.1
  const concurrency = createConcurrency({ memoryMs: 6000, stepMs: 250, clock: () => nowMs })
  concurrency.change(1)

  const means = Array.from({ length: 1000 }, () => {
    nowMs += 250.1 / 3
    return concurrency.mean(1000)
  })

  expect(new Set(means)).toEqual(new Set([1]))
})
