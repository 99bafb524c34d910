import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStreamSlots } from './stream-slots.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open(count: number) {
  const releaseMemory = vi.fn()
  const slots = createStreamSlots({ maxStreams: 10_000, releaseMemory })
  const releases = Array.from({ length: count }, () => slots.acquire('1.1.1.1'))
  return { releases, releaseMemory }
}

test('memory is released once, after more than half of many streams have closed', () => {
  const { releases, releaseMemory } = open(1000)

  for (const release of releases.splice(0, 400)) release()
  vi.advanceTimersByTime(60_000)
  const before = releaseMemory.mock.calls.length
  for (const release of releases.splice(0, 150)) release()
  vi.advanceTimersByTime(60_000)

  expect(before).toBe(0)
  expect(releaseMemory).toHaveBeenCalledOnce()
})

test('memory is not released for few streams', () => {
  const { releases, releaseMemory } = open(50)

  for (const release of releases) release()
  vi.advanceTimersByTime(60_000)

  expect(releaseMemory).not.toHaveBeenCalled()
})
