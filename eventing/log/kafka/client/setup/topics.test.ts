import { type Admin, KafkaJSProtocolError } from 'kafkajs'
import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { SettingsError } from '../../../../../functions/shared/settings/env.ts'
import { prepareTopics } from './topics.ts'

const plan = { name: 'pages', partitions: 2, replicas: 1, retentionMs: 1000, segmentMs: 500 }
const logger = pino({ level: 'silent' })

/** A Kafka without topics, whose brokers first answer queries of a new topic with these errors. */
function emptyKafka(errors: Error[] = [], maxMessageBytes = 1_048_588) {
  const pages = { name: 'pages', partitions: [{}, {}] }
  const maxBytes = { configName: 'max.message.bytes', configValue: String(maxMessageBytes) }
  const queries = vi.fn(async () => {
    const error = errors.shift()
    if (error) throw error
    return { topics: [pages] }
  })
  const made = vi.fn(async () => true)
  const admin = {
    listTopics: async () => [],
    describeCluster: async () => ({ brokers: [{}] }),
    createTopics: made,
    fetchTopicMetadata: queries,
    describeConfigs: async () => ({
      resources: [{ resourceName: 'pages', configEntries: [maxBytes] }],
    }),
  }
  return { admin: admin as unknown as Admin, queries, made }
}

const fault = (type: string, code: number) =>
  new KafkaJSProtocolError(Object.assign(new Error(type), { type, code, retriable: true }))

test('the start waits for a topic that brokers do not know yet', async () => {
  const { admin, queries, made } = emptyKafka([
    fault('UNKNOWN_TOPIC_OR_PARTITION', 3),
    fault('LEADER_NOT_AVAILABLE', 5),
  ])

  await prepareTopics(admin, [plan], { create: true, logger })

  expect(queries).toHaveBeenCalledTimes(3)
  const configEntries = [
    { name: 'retention.ms', value: '1000' },
    { name: 'segment.ms', value: '500' },
  ]
  expect(made).toHaveBeenCalledExactlyOnceWith({
    waitForLeaders: false,
    topics: [{ topic: 'pages', numPartitions: 2, replicationFactor: 1, configEntries }],
  })
})

test('the wait for a topic has a timeout', async () => {
  vi.useFakeTimers({ fakeNodeBuiltins: true })
  onTestFinished(() => void vi.useRealTimers())
  const never = Array.from({ length: 100 }, () => fault('LEADER_NOT_AVAILABLE', 5))

  const prepared = prepareTopics(emptyKafka(never).admin, [plan], { create: true, logger })
  const refused = expect(prepared).rejects.toThrow('LEADER_NOT_AVAILABLE')
  await vi.advanceTimersByTimeAsync(4000)

  await refused
})

test('any other error is thrown immediately', async () => {
  const { admin, queries } = emptyKafka([fault('TOPIC_AUTHORIZATION_FAILED', 29)])

  await expect(prepareTopics(admin, [plan], { create: true, logger })).rejects.toThrow(
    'TOPIC_AUTHORIZATION_FAILED',
  )
  expect(queries).toHaveBeenCalledOnce()
})

test('a topic that does not accept records of 1 MiB stops the start', async () => {
  const prepared = (maxMessageBytes: number) =>
    prepareTopics(emptyKafka([], maxMessageBytes).admin, [plan], { create: true, logger })

  await expect(prepared(1024 * 1024)).resolves.toBeUndefined()
  await expect(prepared(1024 * 1024 - 1)).rejects.toThrow(SettingsError)
})
