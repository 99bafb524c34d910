import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createConsumer } from './consumer.ts'
import { fakeConsumer } from './fake-consumer.fixture.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function prepare() {
  const fake = fakeConsumer()
  const crashes: string[] = []
  const joins: number[][] = []
  const begin = () =>
    createConsumer(fake.kafka, {
      ...{ topic: 't', group: 'g' },
      onEvent(event) {
        if (event.type === 'assigned') joins.push(event.partitions)
        if (event.type === 'crashed') crashes.push(event.error.message)
      },
    })
  return {
    ...{ ...fake, crashes, joins, begin },
    pass: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000),
  }
}

test('a member that joined and falls silent crashes after 40 s, once', async () => {
  const { begin, crashes, consumer, join, pass } = prepare()

  begin()
  await pass(39)
  join(0)
  await pass(39)
  const before = [...crashes]
  await pass(100)

  expect([before, crashes]).toEqual([[], ['kafkajs was silent for 40 s']])
  expect(consumer.disconnect).toHaveBeenCalledOnce()
})

test('a member with heartbeats does not crash, however long the topic is empty', async () => {
  const { begin, crashes, join, beat, pass } = prepare()

  begin()
  join(0)
  for (let n = 0; n < 20; n += 1) {
    await pass(39)
    beat()
  }

  expect(crashes).toEqual([])
})

test('a member without a heartbeat for its session timeout may be out of the group', async () => {
  const { begin, join, beat, pass } = prepare()

  const consumer = begin()
  const heard = [consumer.hasRecentHeartbeat()]
  join(0)
  await pass(9)
  heard.push(consumer.hasRecentHeartbeat())
  await pass(2)
  heard.push(consumer.hasRecentHeartbeat())
  beat()
  heard.push(consumer.hasRecentHeartbeat())

  expect(heard).toEqual([false, true, false, true])
})

test('a closed member does not crash', async () => {
  const { begin, crashes, join, pass } = prepare()

  const consumer = begin()
  join(0)
  void consumer.close()
  await pass(200)

  expect(crashes).toEqual([])
})

test('a member closed while connecting does not join', async () => {
  const { begin, crashes, consumer, pass } = prepare()
  const connecting = Promise.withResolvers<void>()
  consumer.connect.mockReturnValue(connecting.promise)

  begin()
  await pass(40)
  connecting.resolve()
  await pass(1)

  expect(crashes).toHaveLength(1)
  expect(consumer.run).not.toHaveBeenCalled()
  expect(consumer.disconnect).toHaveBeenCalledOnce()
})

test('a member closed while joining leaves after the join, without an event', async () => {
  const { begin, crashes, consumer, join, joins, pass } = prepare()
  const joining = Promise.withResolvers<void>()
  consumer.run.mockReturnValue(joining.promise)

  begin()
  await pass(40)
  const whileJoining = consumer.disconnect.mock.calls.length
  join(0)
  joining.resolve()
  await pass(1)

  expect(crashes).toHaveLength(1)
  expect([whileJoining, consumer.disconnect.mock.calls.length]).toEqual([0, 1])
  expect(joins).toEqual([])
})
