import { expect, test, vi } from 'vitest'
import { createPruneSweep } from './prune.ts'

const hourMs = 3_600_000
const { signal: running } = new AbortController()

test('what is old is ended every hour, by the time of the start and what has gone by', async () => {
  const prune = vi.fn(async () => {})
  let nowMs = 500
  const timeOrigin = Date.parse('2026-11-21T08:00:00Z')
  const sweep = createPruneSweep({ store: { prune }, now: () => nowMs, timeOrigin })

  for (const ms of [500, hourMs, hourMs + 500, hourMs + 5000, 2 * hourMs + 500]) {
    nowMs = ms
    await sweep(running)
  }

  expect(prune.mock.calls).toEqual([
    [
      {
        changesBefore: new Date('2026-11-14T09:00:00.500Z'),
        keysBefore: new Date('2026-11-20T09:00:00.500Z'),
      },
    ],
    [
      {
        changesBefore: new Date('2026-11-14T10:00:00.500Z'),
        keysBefore: new Date('2026-11-20T10:00:00.500Z'),
      },
    ],
  ])
})

test('what fails is done by the next sweep', async () => {
  const prune = vi.fn().mockRejectedValueOnce(new Error('busy')).mockResolvedValue(undefined)
  let nowMs = 0
  const sweep = createPruneSweep({ store: { prune }, now: () => nowMs, timeOrigin: 0 })
  nowMs = hourMs

  await expect(sweep(running)).rejects.toThrow('busy')
  await sweep(running)
  await sweep(running)

  expect(prune).toHaveBeenCalledTimes(2)
})
