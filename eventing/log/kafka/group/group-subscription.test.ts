import { KafkaJSProtocolError, KafkaJSRequestTimeoutError } from 'kafkajs'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { playClient } from '../client/played-consumer.fixture.ts'
import { subscribeGroup } from './group-subscription.ts'

beforeEach(() => {
  // The pauses of node:timers/promises as well.
  vi.useFakeTimers({ fakeNodeBuiltins: true })
})
afterEach(() => {
  vi.useRealTimers()
})

const never = () => new Promise<void>(() => {})

/** A reader of a partition with one record. */
async function fetchOne() {
  const played = playClient([{ partition: 0, committed: null, low: 0, high: 1 }])
  const onFailure = vi.fn()
  const subscription = subscribeGroup(
    {
      ...{ client: played.client, onFailure },
      ready: Promise.resolve(),
      onCrash: () => true,
      onClose: () => {},
      logger: pino({ level: 'silent' }),
    },
    { topic: 't', group: 'g', maxOpen: 50 },
  )
  await vi.advanceTimersByTimeAsync(100)
  async function joinAndFetch() {
    played.join(0)
    await vi.advanceTimersByTimeAsync(2000)
    await played.fetch(0)
  }
  await joinAndFetch()
  return {
    ...{ ...played, subscription, onFailure, joinAndFetch },
    /** Kafkajs’s heart goes on beating meanwhile. */
    async passSeconds(seconds: number) {
      for (let n = 0; n < seconds; n += 1) {
        played.beat()
        await vi.advanceTimersByTimeAsync(1000)
      }
    },
  }
}

/** It has finished the record, and what becomes of its commits is the test's. */
async function finishOne(commit: () => Promise<void>) {
  const prepared = await fetchOne()
  prepared.commit.mockImplementation(commit)
  const record = await prepared.subscription.take()
  const finished = record && prepared.subscription.finish(record)
  finished?.catch(() => {})
  return { ...prepared, finished }
}

function refusal(): Error {
  const answer = { type: 'REBALANCE_IN_PROGRESS', code: 27, retriable: true }
  return new KafkaJSProtocolError(Object.assign(new Error('refused'), answer))
}

test('a reader whose commits are refused has been answered, and is let be', async () => {
  const { commit, consumer, passSeconds, onFailure, finished } = await finishOne(async () => {
    throw refusal()
  })
  await passSeconds(200)
  commit.mockImplementation(async () => {})
  await passSeconds(1)
  await finished

  expect(commit.mock.calls.length).toBeGreaterThan(100)
  expect(consumer.run).toHaveBeenCalledOnce()
  expect(onFailure).not.toHaveBeenCalled()
})

test.each<[string, () => Promise<void>]>([
  ['are not answered', never],
  [
    'run out of time',
    async () => {
      throw new KafkaJSRequestTimeoutError('timed out')
    },
  ],
])('one whose commits %s joins anew, and fails where that does not help', async (_, commit) => {
  const { consumer, joinAndFetch, passSeconds, onFailure } = await finishOne(commit)
  await passSeconds(90)
  const runs = consumer.run.mock.calls.length
  await joinAndFetch()
  await passSeconds(90)

  expect(runs).toBe(2)
  expect(onFailure).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({
      message: expect.stringContaining('joining again did not help'),
    }),
  )
})

test('one whose commits are made after it has joined anew goes on', async () => {
  const { commit, joinAndFetch, passSeconds, onFailure, finished } = await finishOne(never)
  await passSeconds(90)
  commit.mockImplementation(async () => {})
  await joinAndFetch()
  await passSeconds(200)
  await finished

  expect(onFailure).not.toHaveBeenCalled()
})

test('what was fetched is not handed out while others may have it', async () => {
  const { subscription, beat } = await fetchOne()
  const taken: (number | undefined)[] = []
  await vi.advanceTimersByTimeAsync(11_000)
  const taking = subscription.take().then((record) => taken.push(record?.offset))
  await vi.advanceTimersByTimeAsync(1000)
  const unheard = [...taken]
  beat()
  await taking

  expect([unheard, taken]).toEqual([[], [0]])
})
