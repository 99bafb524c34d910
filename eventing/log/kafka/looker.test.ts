import type { Kafka } from 'kafkajs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLooker } from './looker.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Clients of which the first so many never answer. */
function prepare(silent: number) {
  let made = 0
  const disconnected: number[] = []
  const admin = () => {
    const number = made++
    const answer = <T>(value: T) => (number < silent ? new Promise<T>(() => {}) : value)
    return {
      connect: async () => {},
      disconnect: async () => {
        disconnected.push(number)
      },
      fetchTopicOffsets: async () => answer([{ partition: 0, low: '0', high: '7' }]),
      fetchOffsets: async () => answer([]),
    }
  }
  // That a client is never answered, nor told so, can only be played.
  const looker = createLooker({ admin } as unknown as Kafka)
  const look = async () => {
    const looked = looker.look('t', 'g').catch(String)
    await vi.advanceTimersByTimeAsync(20_000)
    return looked
  }
  return { look, disconnected }
}

test('a client that is never answered is replaced after 20 s', async () => {
  const { look, disconnected } = prepare(1)

  const first = await look()
  const second = await look()

  expect(first).toBe('UnavailableError: Kafka did not answer in time')
  expect(second).toEqual([{ partition: 0, committed: null, low: 0, high: 7 }])
  expect(disconnected).toEqual([0])
})

test('one that has just answered another is not, and is asked again', async () => {
  const { look, disconnected } = prepare(0)

  await look()
  const looked = await look()

  expect(looked).toHaveLength(1)
  expect(disconnected).toEqual([])
})
