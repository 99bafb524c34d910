import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type CloudEvent, toHttp } from '../../../functions/shared/events/cloudevent.ts'
import { maxEventBytes, maxRecordBytes } from '../../../functions/shared/events/event-size.ts'
import { createSinkApp } from '../../sink/app.ts'
import { toDeadLetter } from '../../source/delivery/dead-letter.ts'
import { fromEventRecord } from '../event-record.ts'
import { RecordTooLargeError } from '../topic-log.ts'
import { kafkaIsMissing, ownKafka, silent, whyWithoutKafka } from './own-kafka.fixture.ts'
import { message, ownTopic, takeMany } from './own-topic.fixture.ts'

const own = ownKafka()

describe
  .skipIf(kafkaIsMissing)
  .concurrent(`records in Kafka, and topics that do not fit${whyWithoutKafka}`, () => {
    test('Kafka with its defaults accepts the largest event of a sink, and its dead letter', async () => {
      const { topic, log, subscribe } = await ownTopic(own)
      const app = createSinkApp({ log, topic, logger: silent })
      const post = async (event: CloudEvent) =>
        (await app.request('/', { method: 'POST', ...toHttp(event) })).status
      const data = randomBytes(maxEventBytes)
      const event: CloudEvent = {
        ...{ specversion: '1.0', id: '1', source: '/s', type: 't', partitionkey: 'd/1' },
        // The limit of Node's request headers.
        note: 'a'.repeat(14_000),
        data,
      }
      const answer = { status: 500, isFunctions: true, retryAfterMs: null, body: randomBytes(2000) }
      const url = `http://127.0.0.1/${'a'.repeat(200)}`

      const statuses = [await post(event), await post(toDeadLetter(event, url, answer))]

      const taken = await takeMany(subscribe(), 2)
      expect(statuses).toEqual([202, 202])
      expect(taken.map((record) => fromEventRecord(record).note)).toEqual([event.note, event.note])
      for (const { value } of taken) expect(value && Buffer.compare(value, data)).toBe(0)
      await log.close()
    })

    test('large records of one partition do not block small ones of others', async () => {
      const topic = own.unique('pages')
      const log = own.open(topic, { topics: [own.topicPlan(topic, { partitions: 12 })] })
      await log.ready
      const large = { key: 'large', headers: {}, value: new Uint8Array(maxEventBytes) }
      for (let n = 0; n < 12; n += 1) await log.append(topic, large)
      for (let n = 0; n < 200; n += 1) await log.append(topic, { ...message('small'), key: `${n}` })
      const subscription = log.subscribe({ topic, group: topic, maxOpen: 50 })

      const kinds: string[] = []
      for (let n = 0; n < 212; n += 1) {
        const record = await subscription.take()
        kinds.push(record?.key === 'large' ? 'large' : 'small')
        if (record) await subscription.finish(record)
      }

      // The two kinds are interleaved.
      expect(kinds.indexOf('large')).toBeLessThan(100)
      expect(kinds.indexOf('small')).toBeLessThan(8)
      expect(kinds.filter((kind) => kind === 'large')).toHaveLength(12)
      await log.close()
    })

    test('a record too large for the topic is rejected alone, and the next one is appended', async ({
      expect,
    }) => {
      const { topic, log } = await ownTopic(own)

      const tooLarge = message(new Uint8Array(maxRecordBytes))

      // A busy Kafka may time out.
      await expect
        .poll(() => log.append(topic, tooLarge).catch((error) => error))
        .toBeInstanceOf(RecordTooLargeError)
      expect(await log.append(topic, message('small'))).toEqual({ partition: 0, offset: 0 })
      await log.close()
    })

    test('a topic with too small a record limit stops the start', async () => {
      const topic = own.unique('small')
      await own.makeTopic(topic, { 'max.message.bytes': 1000 })

      const log = own.open(topic)

      await expect(log.ready).rejects.toThrow(
        `topic ${topic} to accept records of 1048576 bytes, less than the default, got max.message.bytes 1000`,
      )
      await log.close()
    })

    test('a missing topic stops the start if topics may not be created', async () => {
      const topic = own.unique('missing')

      const log = own.open(topic, { createTopics: false })

      await expect(log.ready).rejects.toThrow(`no topic ${topic}, and KAFKA_CREATE_TOPICS is 0`)
      await expect(log.append(topic, message('one'))).rejects.toThrow('not connected to Kafka')
      await log.close()
    })

    test('a full window waits, and continues after a finish', async () => {
      const { topic, log, subscribe } = await ownTopic(own)
      const large = new Uint8Array(maxEventBytes)
      for (let n = 0; n < 20; n += 1) await log.append(topic, message(large))
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
  })
