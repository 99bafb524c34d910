import { type IHeaders, Kafka, type KafkaMessage, logLevel, Partitioners } from 'kafkajs'
import { Pool } from 'undici'
import { toEventRecord } from '../../eventing/log/event-record.ts'
import { createStopwatch, forEachConcurrent, type Party, type Target } from './party.ts'

export interface BareOptions extends Target {
  brokers: string[]
  partitions: number
}

/** Same as in the project's own log, so that closing takes equally long. */
const maxWaitTimeInMs = 200

/**
 * kafkajs alone: one `send` per event, and `eachBatch` with POSTs by the same HTTP client as the project's, with the
 * headers copied. Commits after each batch; no retries, no dead letters, no tracking of gaps.
 */
export async function openBareKafkajs(options: BareOptions): Promise<Party> {
  const { brokers, topic, partitions, url, inFlight } = options
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: partitions }] })
  await admin.disconnect()
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await producer.connect()

  return {
    name: 'bare kafkajs',
    append(event) {
      const { key, headers, value } = toEventRecord(event)
      return producer.send({
        topic,
        messages: [{ key, headers, value: value && Buffer.from(value) }],
      })
    },
    async deliver(count) {
      const stopwatch = createStopwatch(count)
      const pool = new Pool(url)
      const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs })
      await consumer.connect()
      await consumer.subscribe({ topic, fromBeginning: true })
      await consumer.run({
        eachBatch: ({ batch }) =>
          forEachConcurrent(inFlight, batch.messages, (message) =>
            stopwatch.time(() => post(pool, message)),
          ),
      })
      const seconds = await stopwatch.seconds
      await consumer.disconnect()
      await pool.close()
      return seconds
    },
    close: () => producer.disconnect(),
  }
}

async function post(pool: Pool, { headers = {}, value }: KafkaMessage): Promise<void> {
  const { body } = await pool.request({
    method: 'POST',
    path: '/',
    headers: toHttpHeaders(headers),
    body: value,
  })
  await body.dump()
}

function toHttpHeaders(headers: IHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name.replace('_', '-'),
    `${value}`,
  ])
  return Object.fromEntries(entries)
}
