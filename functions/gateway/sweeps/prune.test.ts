import { expect, test, vi } from 'vitest'
import { createPruneSweep } from './prune.ts'

const hourMs = 3_600_000
const minuteMs = 60_000
const { signal: running } = new AbortController()

test('expired data is deleted 5 minutes after the start, then hourly, by monotonic time', async () => {
  const prune = vi.fn(async () => {})
  let nowMs = 500
  const timeOrigin = Date.parse('2026-11-21T08:00:00Z')
  const sweep = createPruneSweep({ store: { prune }, now: () => nowMs, timeOrigin })

  const first = 5 * minuteMs + 500
  for (const ms of [500, first - 1, first, first + 5000, first + hourMs - 1, first + hourMs]) {
    nowMs = ms
    await sweep(running)
  }

  expect(prune.mock.calls).toEqual([
    [
      {
        changesBefore: new Date('2026-11-14T08:05:00.500Z'),
        keysBefore: new Date('2026-11-20T08:05:00.500Z'),
      },
    ],
    [
      {
        changesBefore: new Date('2026-11-14T09:05:00.500Z'),
        keysBefore: new Date('2026-11-20T09:05:00.500Z'),
      },
    ],
  ])
})

test('a failed deletion is retried by the next sweep', async () => {
  const prune = vi.fn().mockRejectedValueOnce(new Error('busy')).mockResolvedValue(undefined)
  let nowMs = 0
  const sweep = createPruneSweep({ store: { prune }, now: () => nowMs, timeOrigin: 0 })
  nowMs = hourMs

  await expect(sweep(running)).rejects.toThrow('busy')
  await sweep(running)
  await sweep(running)

  expect(prune).toHaveBeenCalledTimes(2)
})
