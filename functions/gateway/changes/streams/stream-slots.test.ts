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
  const leave = Array.from({ length: count }, () => slots.acquire('1.1.1.1'))
  return { leave, releaseMemory }
}

test('memory is given back once, after most of many streams are gone', () => {
  const { leave, releaseMemory } = open(1000)

  for (const one of leave.splice(0, 400)) one()
  vi.advanceTimersByTime(60_000)
  const before = releaseMemory.mock.calls.length
  for (const one of leave.splice(0, 150)) one()
  vi.advanceTimersByTime(60_000)

  expect(before).toBe(0)
  expect(releaseMemory).toHaveBeenCalledOnce()
})

test('few streams have no memory to give back', () => {
  const { leave, releaseMemory } = open(50)

  for (const one of leave) one()
  vi.advanceTimersByTime(60_000)

  expect(releaseMemory).not.toHaveBeenCalled()
})
