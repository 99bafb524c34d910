import { KafkaJSProtocolError, KafkaJSRequestTimeoutError } from 'kafkajs'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fakeClient } from '../client/fake-consumer.fixture.ts'
import { subscribeGroup } from './group-subscription.ts'

beforeEach(() => {
  // Fakes node:timers/promises too.
  vi.useFakeTimers({ fakeNodeBuiltins: true })
})
afterEach(() => {
  vi.useRealTimers()
})

const never = () => new Promise<void>(() => {})

/** A subscription to a partition with one record. */
async function fetchOne() {
  const fake = fakeClient([{ partition: 0, committed: null, low: 0, high: 1 }])
  const onFailure = vi.fn()
  const subscription = subscribeGroup(
    {
      ...{ client: fake.client, onFailure },
      ready: Promise.resolve(),
      onCrash: () => true,
      onClose: () => {},
      logger: pino({ level: 'silent' }),
    },
    { topic: 't', group: 'g', maxOpen: 50 },
  )
  await vi.advanceTimersByTimeAsync(100)
  async function joinAndFetch() {
    fake.join(0)
    await vi.advanceTimersByTimeAsync(2000)
    await fake.fetch(0)
  }
  await joinAndFetch()
  return {
    ...{ ...fake, subscription, onFailure, joinAndFetch },
    /** Advances the clock with heartbeats of kafkajs. */
    async passSeconds(seconds: number) {
      for (let n = 0; n < seconds; n += 1) {
        fake.beat()
        await vi.advanceTimersByTimeAsync(1000)
      }
    },
  }
}

/** A subscription that has finished the record, with the given result of its commits. */
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

test('refused commits are answers, and no stall', async () => {
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
    'time out',
    async () => {
      throw new KafkaJSRequestTimeoutError('timed out')
    },
  ],
])('a reader whose commits %s joins again, and fails if that does not help', async (_, commit) => {
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

test('a reader whose commits succeed after joining again continues', async () => {
  const { commit, joinAndFetch, passSeconds, onFailure, finished } = await finishOne(never)
  await passSeconds(90)
  commit.mockImplementation(async () => {})
  await joinAndFetch()
  await passSeconds(200)
  await finished

  expect(onFailure).not.toHaveBeenCalled()
})

test('fetched records are not handed out while another member may own them', async () => {
  const { subscription, beat } = await fetchOne()
  const taken: (number | undefined)[] = []
  await vi.advanceTimersByTimeAsync(11_000)
  const taking = subscription.take().then((record) => taken.push(record?.offset))
  await vi.advanceTimersByTimeAsync(1000)
  const beforeHeartbeat = [...taken]
  beat()
  await taking

  expect([beforeHeartbeat, taken]).toEqual([[], [0]])
})

test('a record is left to others once its partition is theirs, and stays theirs', async () => {
  const { subscription, join } = await fetchOne()
  const record = await subscription.take()
  const owns = () => record !== null && subscription.owns(record)
  const before = owns()

  join()
  await vi.advanceTimersByTimeAsync(2000)
  const lost = owns()
  join(0)
  await vi.advanceTimersByTimeAsync(2000)

  expect([before, lost, owns()]).toEqual([true, false, false])
})

test('a record stays ours if a rebalance leaves its partition here', async () => {
  const { subscription, join } = await fetchOne()
  const record = await subscription.take()

  join(0)
  await vi.advanceTimersByTimeAsync(2000)

  expect(record && subscription.owns(record)).toBe(true)
})
