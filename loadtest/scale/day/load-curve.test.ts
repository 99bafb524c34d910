import { expect, test } from 'vitest'
import { daySeconds, drawDay } from './load-curve.ts'

test('a day is deterministic for a seed, with all arrivals within it', () => {
  const day = drawDay('1', 200)

  expect(drawDay('1', 200)).toEqual(day)
  expect(drawDay('2', 200)).not.toEqual(day)
  expect(day.at(-1)?.atMs).toBeLessThan(daySeconds * 1000)
})

test('a day has bursts, and a silence longer than the minimum window', () => {
  const times = drawDay('1', 200).map(({ atMs }) => atMs)

  const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))
  expect(times.filter((atMs) => atMs === 18_000)).toHaveLength(80)
  expect(Math.max(...gaps)).toBeGreaterThan(12_000)
})
