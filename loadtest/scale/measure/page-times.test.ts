import { expect, test } from 'vitest'
import { percentile } from '../../figures/percentile.ts'
import { drawPageTimes } from './page-times.ts'

test('most pages are near the median, and a few take ten times as long', () => {
  const times = drawPageTimes('1', 10_000, 1000)

  expect(percentile(times, 0.5)).toBeGreaterThan(950)
  expect(percentile(times, 0.5)).toBeLessThan(1050)
  expect(percentile(times, 0.9)).toBeLessThan(2000)
  const long = times.filter((ms) => ms > 5000)
  expect(long.length / times.length).toBeGreaterThan(0.015)
  expect(long.length / times.length).toBeLessThan(0.025)
})

test('times are deterministic for a seed, and differ between seeds', () => {
  const times = drawPageTimes('1', 20, 1000)

  expect(drawPageTimes('1', 20, 1000)).toEqual(times)
  expect(drawPageTimes('2', 20, 1000)).not.toEqual(times)
})
