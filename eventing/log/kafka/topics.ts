import kafkajs, { type Admin } from 'kafkajs'
import { SettingsError } from '../../../functions/shared/env.ts'
import type { Log } from '../../../functions/shared/log.ts'

/** A topic as it is to be, with the words of Kafka's own configuration. */
export interface KafkaTopicPlan {
  name: string
  partitions: number
  replicas: number
  maxMessageBytes: number
  retentionMs: number
}

export interface PrepareOptions {
  create: boolean
  log: Log
}

/**
 * Makes topics that are missing and looks at those that are there. Throws SettingsError where one is missing
 * and none may be made, or one does not take what is to go through it; the rest is told in the log.
 */
export async function prepareTopics(
  admin: Admin,
  topics: KafkaTopicPlan[],
  { create, log }: PrepareOptions,
): Promise<void> {
  const there = new Set(await admin.listTopics())
  const missing = topics.filter(({ name }) => !there.has(name))
  if (missing.length > 0 && !create) {
    throw new SettingsError(
      `Kafka has no topic ${missing.map(({ name }) => name).join(', ')}, and KAFKA_CREATE_TOPICS is 0`,
    )
  }
  if (missing.length > 0) await createTopics(admin, missing, log)
  await checkTopics(admin, topics, log)
}

async function createTopics(admin: Admin, topics: KafkaTopicPlan[], log: Log): Promise<void> {
  const { brokers } = await admin.describeCluster()
  for (const { name, partitions, replicas } of topics) {
    if (replicas <= brokers.length) log.info({ topic: name, partitions, replicas }, 'topic made')
    else {
      const fields = { topic: name, partitions, wanted: replicas, replicas: brokers.length }
      log.warn(fields, 'topic made with a replica for each broker, fewer than wanted')
    }
  }
  await admin.createTopics({
    waitForLeaders: true,
    topics: topics.map(({ name, partitions, replicas, maxMessageBytes, retentionMs }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: Math.min(replicas, brokers.length),
      configEntries: [
        { name: 'max.message.bytes', value: String(maxMessageBytes) },
        { name: 'retention.ms', value: String(retentionMs) },
      ],
    })),
  })
}

async function checkTopics(admin: Admin, topics: KafkaTopicPlan[], log: Log): Promise<void> {
  const metadata = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) })
  const configs = await readConfigs(admin, topics)
  for (const { name, partitions, maxMessageBytes, retentionMs } of topics) {
    const isMaxBytes = configs.get(`${name} max.message.bytes`) ?? Number.POSITIVE_INFINITY
    if (isMaxBytes < maxMessageBytes) {
      throw new SettingsError(
        `Kafka's topic ${name} takes records of ${isMaxBytes} bytes at most (max.message.bytes), and ` +
          `${maxMessageBytes} are wanted: raise it, or lower the KafkaTopic's and the limits below it`,
      )
    }
    const isRetentionMs = configs.get(`${name} retention.ms`) ?? -1
    if (isRetentionMs >= 0 && isRetentionMs < retentionMs) {
      const fields = { topic: name, wanted: retentionMs, is: isRetentionMs }
      log.warn(fields, 'topic keeps records for less time than wanted; unread ones go with it')
    }
    const found = metadata.topics.find((topic) => topic.name === name)?.partitions.length ?? 0
    if (found < partitions) {
      const fields = { topic: name, wanted: partitions, is: found }
      log.warn(fields, 'topic has fewer partitions than wanted; fewer runtimes can share its work')
    }
  }
}

/** By `<topic> <name>`. */
async function readConfigs(admin: Admin, topics: KafkaTopicPlan[]): Promise<Map<string, number>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map(({ name }) => ({
      // Node finds no name for it in a CommonJS package.
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: ['max.message.bytes', 'retention.ms'],
    })),
  })
  const entries = resources.flatMap(({ resourceName, configEntries }) =>
    configEntries.map(({ configName, configValue }): [string, number] => [
      `${resourceName} ${configName}`,
      Number(configValue),
    ]),
  )
  return new Map(entries)
}
