import { randomUUID } from 'node:crypto'
import { type Admin, Kafka, logLevel } from 'kafkajs'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import {
  type KafkaOptions,
  type RunningKafka,
  startKafka,
} from '../../../scripts/servers/kafka/cluster.ts'
import { missingForKafka } from '../../../scripts/servers/kafka/jars.ts'
import type { TopicLog } from '../topic-log.ts'
import { type KafkaLogOptions, openKafkaLog } from './log.ts'

/** What is missing to start a real Kafka; null if nothing is. */
export const kafkaIsMissing = missingForKafka()
if (kafkaIsMissing && process.env.CI === 'true') throw new Error(`Expected ${kafkaIsMissing}`)
export const whyWithoutKafka = kafkaIsMissing ? ` (skipped: no ${kafkaIsMissing})` : ''

const weekMs = 7 * 24 * 60 * 60 * 1000
export const silent = pino({ level: 'silent' })

/** Starts a Kafka for the tests of one file. */
export function ownKafka(options: KafkaOptions = {}) {
  let kafka: RunningKafka
  let client: Kafka
  let admin: Admin

  beforeAll(async () => {
    if (kafkaIsMissing) return
    kafka = await startKafka(options)
    if (options.user) return
    client = new Kafka({ brokers: kafka.addresses.split(','), logLevel: logLevel.NOTHING })
    admin = client.admin()
    await admin.connect()
  })
  afterAll(async () => {
    await admin?.disconnect()
    await kafka?.stop()
  })

  const topicPlan = (name: string, plan: Partial<KafkaLogOptions['topics'][number]> = {}) => ({
    ...{ name, partitions: 1, replicas: 1, retentionMs: weekMs },
    ...plan,
  })

  return {
    kafka: () => kafka,
    /** A client of another program. */
    client: () => client,
    admin: () => admin,
    topicPlan,
    /** Creates a topic as another program would. */
    async makeTopic(topic: string, config: Record<string, string | number>) {
      const configEntries = Object.entries(config).map(([name, value]) => ({
        name,
        value: String(value),
      }))
      // kafkajs's own wait fails if a broker does not know the topic yet; logs wait by themselves.
      await admin.createTopics({ waitForLeaders: false, topics: [{ topic, configEntries }] })
    },
    /** Deletes the records of partition 0 below an offset, as retention would. */
    async removeBefore(topic: string, offset: number) {
      // Makes kafkajs learn the topic's leader.
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({
        topic,
        partitions: [{ partition: 0, offset: String(offset) }],
      })
    },
    /** A name unique to the test. */
    unique: (name: string) => `${name}-${randomUUID().slice(0, 8)}`,
    connection: () => ({ brokers: kafka.addresses.split(','), tls: null, sasl: null }),
    /** Opens a log with one topic. */
    open(topic: string, more: Partial<KafkaLogOptions> = {}): TopicLog {
      return openKafkaLog({
        connection: this.connection(),
        topics: [topicPlan(topic)],
        createTopics: true,
        onFailure: (error) => {
          throw error
        },
        logger: silent,
        ...more,
      })
    },
  }
}
