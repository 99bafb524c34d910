import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStreamPlaces } from './stream-places.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open(count: number) {
  const giveBackMemory = vi.fn()
  const places = createStreamPlaces({ maxStreams: 10_000, giveBackMemory })
  const leave = Array.from({ length: count }, () => places.take('1.1.1.1'))
  return { leave, giveBackMemory }
}

test('memory is given back once, after most of many streams are gone', () => {
  const { leave, giveBackMemory } = open(1000)

  for (const one of leave.splice(0, 400)) one()
  vi.advanceTimersByTime(60_000)
  const before = giveBackMemory.mock.calls.length
  for (const one of leave.splice(0, 150)) one()
  vi.advanceTimersByTime(60_000)

  expect(before).toBe(0)
  expect(giveBackMemory).toHaveBeenCalledOnce()
})

test('few streams have no memory to give back', () => {
  const { leave, giveBackMemory } = open(50)

  for (const one of leave) one()
  vi.advanceTimersByTime(60_000)

  expect(giveBackMemory).not.toHaveBeenCalled()
})
