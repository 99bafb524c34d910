import { describe, expect, test } from 'vitest'
import { text } from '../../../eventing/log/contract/log-under-test.ts'
import {
  RecordTooLargeError,
  type Subscription,
  type TakenRecord,
  type TopicLog,
} from '../../../eventing/log/topic-log.ts'
import { runJava } from '../../../scripts/kafka/java.ts'
import { kafkaIsMissing, ownKafka, whyWithoutKafka } from './own-kafka.fixture.ts'

const own = ownKafka()
const MiB = 1024 * 1024

const message = (value: string | Uint8Array) => ({
  key: null,
  headers: {},
  value: typeof value === 'string' ? new TextEncoder().encode(value) : value,
})

async function takeMany(subscription: Subscription, count: number): Promise<TakenRecord[]> {
  const taken: TakenRecord[] = []
  for (let n = 0; n < count; n += 1) {
    const record = await subscription.take()
    if (record) taken.push(record)
  }
  return taken
}

const offsets = (records: TakenRecord[]) => records.map(({ offset }) => offset)

async function appendMany(log: TopicLog, topic: string, values: string[]): Promise<void> {
  for (const value of values) await log.append(topic, message(value))
}

/** A log with a topic of its own, and a subscription to it. */
async function prepare() {
  const topic = own.unique('pages')
  const log = own.open(topic)
  await log.ready
  const subscribe = (from = log, maxOpen = 50) => from.subscribe({ topic, group: topic, maxOpen })
  return { topic, log, subscribe, reopen: () => own.open(topic) }
}

describe.skipIf(kafkaIsMissing)(`records in Kafka${whyWithoutKafka}`, () => {
  test('what Java’s own producer compressed is read', async () => {
    const { topic, log, subscribe } = await prepare()
    const subscription = subscribe()
    const long = 'all work and no play '.repeat(20_000)

    for (const codec of ['gzip', 'snappy', 'lz4', 'zstd']) {
      const lines = `${codec} ${long}\n${codec} short\n`
      const to = ['--bootstrap-server', own.kafka().addresses, '--topic', topic]
      const options = ['--compression-codec', codec, '--max-partition-memory-bytes', '1048576']
      await runJava('org.apache.kafka.tools.ConsoleProducer', [...to, ...options], lines)
      const taken = await takeMany(subscription, 2)

      expect(taken.map(text)).toEqual([`${codec} ${long}`, `${codec} short`])
    }
    await log.close()
  })

  test('records of a broken-off transaction are none, and what ends one is no gap', async () => {
    const { topic, log, subscribe, reopen } = await prepare()
    const producer = own.client().producer({ transactionalId: topic, maxInFlightRequests: 1 })
    await producer.connect()
    for (const [value, end] of [
      ['kept', 'commit'],
      ['dropped', 'abort'],
      ['dropped too', 'abort'],
    ] as const) {
      const transaction = await producer.transaction()
      await transaction.send({ topic, messages: [{ value }, { value: `${value}, 2` }] })
      await transaction[end]()
    }
    await producer.disconnect()
    await log.append(topic, message('last'))

    const first = subscribe()
    const taken = await takeMany(first, 3)
    const [one, two] = taken
    if (one) await first.finish(one)
    await log.close()
    const again = reopen()
    const second = subscribe(again)
    const left = await takeMany(second, 2)
    for (const record of left) await second.finish(record)

    expect(taken.map(text)).toEqual(['kept', 'kept, 2', 'last'])
    expect(left.map(text)).toEqual(['kept, 2', 'last'])
    expect(offsets(left)[0]).toBe(two?.offset)
    expect(await again.lag(topic, topic)).toBe(0)
    await again.close()
  })

  test('what ends a transaction at the end of a topic leaves nothing to do', async () => {
    const { topic, log, subscribe } = await prepare()
    const subscription = subscribe()
    const producer = own.client().producer({ transactionalId: topic, maxInFlightRequests: 1 })
    await producer.connect()

    const transaction = await producer.transaction()
    await transaction.send({ topic, messages: [{ value: 'only' }] })
    await transaction.commit()
    const record = await subscription.take()
    if (record) await subscription.finish(record)

    await expect.poll(() => log.lag(topic, topic), { timeout: 5000 }).toBe(0)
    await producer.disconnect()
    await log.close()
  })

  test('a compacted topic has holes, and what is left of it is read', async () => {
    const topic = own.unique('compacted')
    const config = {
      'cleanup.policy': 'compact',
      'segment.ms': 100,
      'min.cleanable.dirty.ratio': 0,
    }
    await own.admin().createTopics({
      topics: [{ topic, configEntries: toEntries({ 'max.message.bytes': 10 * MiB, ...config }) }],
    })
    const log = own.open(topic)
    await log.ready
    const append = (key: string, value: string) => log.append(topic, { ...message(value), key })

    // What is left of the keys depends on when Kafka comes to it: it does so between two looks.
    let taken: TakenRecord[] = []
    let appended = 0
    await expect
      .poll(
        async () => {
          for (const key of ['a', 'b', 'a']) await append(key, String(appended++))
          const subscription = log.subscribe({ topic, group: own.unique('g'), maxOpen: 200 })
          taken = []
          while (taken.at(-1)?.offset !== appended - 1) {
            taken.push(...(await takeMany(subscription, 1)))
          }
          await subscription.close()
          return taken.length / appended
        },
        { timeout: 20_000, interval: 300 },
      )
      .toBeLessThan(0.5)

    expect(taken.map(text).map(Number)).toEqual(offsets(taken))
    await log.close()
  })

  test('what was open and is gone is not waited for', async () => {
    const { topic, log, subscribe, reopen } = await prepare()
    await appendMany(log, topic, ['0', '1', '2', '3', '4', '5'])
    const first = subscribe()
    const taken = await takeMany(first, 5)
    for (const record of taken) if (record.offset % 2 === 1) await first.finish(record)
    await log.close()

    await own.removeBefore(topic, 3)
    const again = reopen()
    const left = await takeMany(subscribe(again), 2)

    expect(offsets(left)).toEqual([4, 5])
    await again.close()
  })

  test('when records go before they are read, reading goes on with the first that is there', async () => {
    const { topic, log, subscribe } = await prepare()
    const image = new Uint8Array(MiB)
    for (let n = 0; n < 30; n += 1) await log.append(topic, message(image))
    const subscription = subscribe()
    const [first] = await takeMany(subscription, 1)

    await own.removeBefore(topic, 25)
    const taken = [first, ...(await takeMany(subscription, 1))]
    while (taken.at(-1)?.offset !== 29) taken.push(...(await takeMany(subscription, 1)))
    for (const record of taken) if (record) await subscription.finish(record)

    // What was fetched before comes, then what is left.
    const seen = taken.map((record) => record?.offset ?? -1)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.slice(-5)).toEqual([25, 26, 27, 28, 29])
    expect(seen.length).toBeLessThan(30)
    expect(await log.lag(topic, topic)).toBe(0)
    await log.close()
  })

  test('8 MiB records come whole, on whichever partition, beside small ones', async () => {
    const topic = own.unique('images')
    const log = own.open(topic, { topics: [own.topicPlan(topic, { partitions: 4 })] })
    await log.ready
    const large = new Uint8Array(8 * MiB).map((_, n) => n % 251)
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    for (const key of keys) await log.append(topic, { key, headers: {}, value: large })
    for (const key of keys) await log.append(topic, { key, headers: {}, value: large.slice(0, 9) })
    const subscription = log.subscribe({ topic, group: topic, maxOpen: 50 })

    const taken = await takeMany(subscription, 16)

    const whole = taken.filter(({ value }) => value && Buffer.compare(value, large) === 0)
    expect(whole).toHaveLength(8)
    expect(new Set(taken.map(({ partition }) => partition)).size).toBeGreaterThan(1)
    await log.close()
  })

  test('a record that the topic does not take is an error of its own, and the next one goes', async () => {
    const { topic, log } = await prepare()

    const tooLarge = log.append(topic, message(new Uint8Array(11 * MiB)))

    await expect(tooLarge).rejects.toThrow(RecordTooLargeError)
    expect(await log.append(topic, message('small'))).toEqual({ partition: 0, offset: 0 })
    await log.close()
  })

  test('a full window waits, and goes on when there is room again', async () => {
    const { topic, log, subscribe } = await prepare()
    const image = new Uint8Array(2 * MiB)
    for (let n = 0; n < 20; n += 1) await log.append(topic, message(image))
    const subscription = subscribe(log, 2)

    const seen: number[] = []
    let open = await takeMany(subscription, 2)
    while (seen.length < 20) {
      const [record] = open
      if (record) await subscription.finish(record)
      seen.push(record?.offset ?? -1)
      const left = seen.length + open.length - 1 < 20 ? await takeMany(subscription, 1) : []
      open = [...open.slice(1), ...left]
    }

    expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => n))
    await log.close()
  })

  test('a topic that is missing stops the start where none may be made', async () => {
    const topic = own.unique('missing')

    const log = own.open(topic, { createTopics: false })

    await expect(log.ready).rejects.toThrow(`no topic ${topic}, and KAFKA_CREATE_TOPICS is 0`)
    await expect(log.append(topic, message('one'))).rejects.toThrow('Kafka is away')
    await log.close()
  })

  test('a topic whose records may not be large enough stops the start', async () => {
    const topic = own.unique('small')
    await own.admin().createTopics({
      topics: [{ topic, configEntries: toEntries({ 'max.message.bytes': 1000 }) }],
    })

    const log = own.open(topic)

    await expect(log.ready).rejects.toThrow(
      `topic ${topic} takes records of 1000 bytes at most (max.message.bytes), and 10485760 are wanted`,
    )
    await log.close()
  })
})

function toEntries(config: Record<string, string | number>) {
  return Object.entries(config).map(([name, value]) => ({ name, value: String(value) }))
}
