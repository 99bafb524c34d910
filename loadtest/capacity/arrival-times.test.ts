import { expect, test } from 'vitest'
import { drawTimes } from './arrival-times.ts'

test('arrivals have the rate, ascend, and are independent of each other', () => {
  const times = drawTimes({ perSecond: 20, seconds: 1000, seed: '1' })

  expect(times.length / 1000).toBeCloseTo(20, 0)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  // Gaps of a Poisson process deviate by as much as their mean.
  const gaps = times.slice(1).map((ms, index) => ms - (times[index] ?? 0))
  const mean = gaps.reduce((sum, ms) => sum + ms, 0) / gaps.length
  const deviation = Math.sqrt(gaps.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / gaps.length)
  expect(deviation / mean).toBeGreaterThan(0.95)
  expect(deviation / mean).toBeLessThan(1.05)
})
