import type { Kafka } from 'kafkajs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLooker } from './looker.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Answer = 'none' | 'refusal' | 'states'

/** Clients that answer so, each in turn. */
function prepare(...answers: Answer[]) {
  let made = 0
  const disconnected: number[] = []
  const admin = () => {
    const number = made++
    const offsets = {
      none: () => new Promise(() => {}),
      refusal: async () => {
        throw new Error('refused')
      },
      states: async () => [],
    }
    return {
      connect: async () => {},
      disconnect: async () => {
        disconnected.push(number)
      },
      fetchTopicOffsets: async () => [{ partition: 0, low: '0', high: '7' }],
      fetchOffsets: offsets[answers[number] ?? 'states'],
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

const states = [{ partition: 0, committed: null, low: 0, high: 7 }]

test('a client that is never answered is replaced after 20 s', async () => {
  const { look, disconnected } = prepare('none', 'states')

  const looks = [await look(), await look()]

  expect(looks).toEqual(['UnavailableError: Kafka did not answer in time', states])
  expect(disconnected).toEqual([0])
})

test('looks that wait together replace it once', async () => {
  const { look, disconnected } = prepare('none', 'states')

  const looks = await Promise.all([look(), look()])
  await look()

  expect(looks).toHaveLength(2)
  expect(disconnected).toEqual([0])
})

test('one that is refused is not', async () => {
  const { look, disconnected } = prepare('refusal', 'states')

  const looks = [await look(), await look()]

  expect(looks).toEqual(['Error: refused', 'Error: refused'])
  expect(disconnected).toEqual([])
})
