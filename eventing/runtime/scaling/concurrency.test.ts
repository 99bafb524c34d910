import { expect, test } from 'vitest'
import { createConcurrency } from './concurrency.ts'

/** A concurrency with a memory of one minute and a manual clock. */
function counted() {
  let nowMs = 0
  const concurrency = createConcurrency({ memoryMs: 60_000, stepMs: 100, clock: () => nowMs })
  /** Sets the concurrent requests for a time; samples the mean ten times a second. */
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

test('requests before the window do not count', () => {
  const { hold, mean } = counted()

  hold(10, 30)
  hold(2, 6)

  expect(mean(6)).toBeCloseTo(2, 5)
  expect(mean(12)).toBeCloseTo(6, 5)
})

test('a silence of memoryMs does not lower the mean of later requests', () => {
  const { hold, mean } = counted()

  hold(3, 1)
  hold(0, 61)
  hold(8, 0.5)

  expect(mean(6)).toBeCloseTo(8, 5)
  expect(mean(60)).toBeCloseTo(8, 5)
})

test('a shorter silence lowers the mean', () => {
  const { hold, mean } = counted()

  hold(3, 1)
  hold(0, 10)
  hold(8, 3)

  expect(mean(6)).toBeCloseTo(4, 5)
})

test('at the first moment the mean is the present number', () => {
  const { concurrency, mean } = counted()

  concurrency.change(1)

  expect(mean(60)).toBe(1)
})

test('one continuous request is exactly 1, despite rounding errors of the clock', () => {
  let nowMs = 0.1
  const concurrency = createConcurrency({ memoryMs: 6000, stepMs: 250, clock: () => nowMs })
  concurrency.change(1)

  const means = Array.from({ length: 1000 }, () => {
    nowMs += 250.1 / 3
    return concurrency.mean(1000)
  })

  expect(new Set(means)).toEqual(new Set([1]))
})
