import { describe, expect, test } from 'vitest'
import { maxEventBytes } from '../../../functions/shared/events/event-size.ts'
import { runJava } from '../../../scripts/servers/kafka/java.ts'
import { text } from '../contract/log-under-test.fixture.ts'
import type { TakenRecord } from '../topic-log.ts'
import { kafkaIsMissing, ownKafka, whyWithoutKafka } from './own-kafka.fixture.ts'
import { message, offsets, ownTopic, takeMany } from './own-topic.fixture.ts'

const own = ownKafka()

describe
  .skipIf(kafkaIsMissing)
  .concurrent(`what others do with a topic in Kafka${whyWithoutKafka}`, () => {
    test('records compressed by Java’s producer are read', async () => {
      const { topic, log, subscribe } = await ownTopic(own)
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

    test('records of an aborted transaction are skipped, and its control record is no gap', async ({
      expect,
    }) => {
      const { topic, log, subscribe, reopen } = await ownTopic(own)
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
      await expect.poll(() => again.lag(topic, topic)).toBe(0)
      await again.close()
    })

    test('a control record at the end of a topic does not count as lag', async ({ expect }) => {
      const { topic, log, subscribe } = await ownTopic(own)
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

    test('the remaining records of a compacted topic are read', async ({ expect }) => {
      const topic = own.unique('compacted')
      await own.makeTopic(topic, {
        'cleanup.policy': 'compact',
        'segment.ms': 100,
        'min.cleanable.dirty.ratio': 0,
      })
      const log = own.open(topic)
      await log.ready
      const append = (key: string, value: string) => log.append(topic, { ...message(value), key })

      // The remaining keys depend on the time of compaction, which may be between two polls.
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
          { interval: 300 },
        )
        .toBeLessThan(0.5)

      expect(taken.map(text).map(Number)).toEqual(offsets(taken))
      await log.close()
    })

    test('an open record that was removed is not awaited', async () => {
      const { topic, log, subscribe, reopen } = await ownTopic(own)
      for (let n = 0; n < 6; n += 1) await log.append(topic, message(`${n}`))
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

    test('after the removal of unread records, reading continues with the first remaining one', async ({
      expect,
    }) => {
      const { topic, log, subscribe } = await ownTopic(own)
      const image = new Uint8Array(maxEventBytes)
      for (let n = 0; n < 30; n += 1) await log.append(topic, message(image))
      const subscription = subscribe()
      const [first] = await takeMany(subscription, 1)

      await own.removeBefore(topic, 25)
      const taken = [first, ...(await takeMany(subscription, 1))]
      while (taken.at(-1)?.offset !== 29) taken.push(...(await takeMany(subscription, 1)))
      for (const record of taken) if (record) await subscription.finish(record)

      // First the records already fetched, then the remaining ones.
      const seen = taken.map((record) => record?.offset ?? -1)
      expect(seen).toEqual([...seen].sort((a, b) => a - b))
      expect(seen.slice(-5)).toEqual([25, 26, 27, 28, 29])
      expect(seen.length).toBeLessThan(30)
      await expect.poll(() => log.lag(topic, topic)).toBe(0)
      await log.close()
    })
  })
