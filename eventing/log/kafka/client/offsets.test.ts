import type { Kafka } from 'kafkajs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createOffsets } from './offsets.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Answer = 'none' | 'refusal' | 'states'

/** Clients with these answers, each in turn. */
function prepare(...answers: Answer[]) {
  let made = 0
  const disconnected: number[] = []
  const admin = () => {
    const number = made++
    const answered = {
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
      fetchOffsets: answered[answers[number] ?? 'states'],
    }
  }
  // A client without answers or errors can only be faked.
  const offsets = createOffsets({ admin } as unknown as Kafka)
  const read = async () => {
    const answer = offsets.read('t', 'g').catch(String)
    await vi.advanceTimersByTimeAsync(20_000)
    return answer
  }
  return { read, disconnected }
}

const states = [{ partition: 0, committed: null, low: 0, high: 7 }]

test('a client without an answer is replaced after 20 s', async () => {
  const { read, disconnected } = prepare('none', 'states')

  const answers = [await read(), await read()]

  expect(answers).toEqual(['UnavailableError: Kafka did not answer in time', states])
  expect(disconnected).toEqual([0])
})

test('concurrent requests replace it once', async () => {
  const { read, disconnected } = prepare('none', 'states')

  const answers = await Promise.all([read(), read()])
  await read()

  expect(answers).toHaveLength(2)
  expect(disconnected).toEqual([0])
})

test('a refused client is not replaced', async () => {
  const { read, disconnected } = prepare('refusal', 'states')

  const answers = [await read(), await read()]

  expect(answers).toEqual(['Error: refused', 'Error: refused'])
  expect(disconnected).toEqual([])
})
