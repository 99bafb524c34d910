import { setTimeout as pause } from 'node:timers/promises'
import kafkajs, { type Admin } from 'kafkajs'
import { maxRecordBytes } from '../../../../../functions/shared/events/event-size.ts'
import type { Logger } from '../../../../../functions/shared/process/logger.ts'
import { SettingsError } from '../../../../../functions/shared/settings/env.ts'
import { isFault } from '../errors.ts'

/** A topic as it is to be, with the words of Kafka's own configuration. */
export interface TopicPlan {
  name: string
  partitions: number
  replicas: number
  retentionMs: number
  segmentMs?: number | undefined
}

export interface PrepareOptions {
  create: boolean
  logger: Logger
}

/** What brokers answer for a topic that they have just been told of, or not yet. */
const coming = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']
const lookAgainMs = 100
/** Whoever prepares tries again afterwards, and says so. */
const toldMs = 3000

/**
 * Creates topics that are missing and checks those that exist. Throws SettingsError where one is missing
 * and none may be created, or one does not take what is to go through it; the rest is told in the log.
 */
export async function prepareTopics(
  admin: Admin,
  topics: TopicPlan[],
  { create, logger }: PrepareOptions,
): Promise<void> {
  const there = new Set(await admin.listTopics())
  const missing = topics.filter(({ name }) => !there.has(name))
  if (missing.length > 0 && !create) {
    throw new SettingsError(
      `Kafka has no topic ${missing.map(({ name }) => name).join(', ')}, and KAFKA_CREATE_TOPICS is 0`,
    )
  }
  if (missing.length > 0) await createTopics(admin, missing, logger)
  checkTopics(await readTopics(admin, topics), topics, logger)
}

async function createTopics(admin: Admin, topics: TopicPlan[], logger: Logger): Promise<void> {
  const { brokers } = await admin.describeCluster()
  for (const { name, partitions, replicas } of topics) {
    if (replicas <= brokers.length)
      logger.info({ topic: name, partitions, replicas }, 'topic created')
    else {
      const fields = { topic: name, partitions, wanted: replicas, replicas: brokers.length }
      logger.warn(fields, 'topic created with a replica for each broker, fewer than wanted')
    }
  }
  await admin.createTopics({
    // A wait that ends with an error where a broker was not told of the topic yet: it is done by readTopics.
    waitForLeaders: false,
    topics: topics.map(({ name, partitions, replicas, retentionMs, segmentMs }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: Math.min(replicas, brokers.length),
      configEntries: [
        { name: 'retention.ms', value: String(retentionMs) },
        ...(segmentMs === undefined ? [] : [{ name: 'segment.ms', value: String(segmentMs) }]),
      ],
    })),
  })
}

interface TopicsAsTheyAre {
  /** By name. */
  partitions: Map<string, number>
  /** By `<topic> <name>`. */
  configs: Map<string, number>
}

/** A topic is there when the controller has made it; a broker that was not told of it yet says there is none. */
async function readTopics(admin: Admin, topics: TopicPlan[]): Promise<TopicsAsTheyAre> {
  const untilMs = performance.now() + toldMs
  for (;;) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) })
      const partitions = new Map(
        metadata.topics.map(({ name, partitions }) => [name, partitions.length]),
      )
      return { partitions, configs: await readConfigs(admin, topics) }
    } catch (error) {
      const isComing = coming.some((type) => isFault(error, type))
      if (!isComing || performance.now() > untilMs) throw error
    }
    await pause(lookAgainMs)
  }
}

function checkTopics(found: TopicsAsTheyAre, topics: TopicPlan[], logger: Logger): void {
  const { configs } = found
  for (const { name, partitions, retentionMs } of topics) {
    const isMaxBytes = configs.get(`${name} max.message.bytes`) ?? Number.POSITIVE_INFINITY
    if (isMaxBytes < maxRecordBytes) {
      throw new SettingsError(
        `Kafka's topic ${name} takes records of ${isMaxBytes} bytes at most (max.message.bytes), and ` +
          `${maxRecordBytes}, less than its default, are wanted`,
      )
    }
    const isRetentionMs = configs.get(`${name} retention.ms`) ?? -1
    if (isRetentionMs >= 0 && isRetentionMs < retentionMs) {
      const fields = { topic: name, wanted: retentionMs, is: isRetentionMs }
      logger.warn(fields, 'topic keeps records for less time than wanted; unread ones go with it')
    }
    const is = found.partitions.get(name) ?? 0
    if (is < partitions) {
      const fields = { topic: name, wanted: partitions, is }
      logger.warn(
        fields,
        'topic has fewer partitions than wanted; fewer runtimes can share its work',
      )
    }
  }
}

/** By `<topic> <name>`. */
async function readConfigs(admin: Admin, topics: TopicPlan[]): Promise<Map<string, number>> {
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
