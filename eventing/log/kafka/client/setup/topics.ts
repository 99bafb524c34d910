import { setTimeout as pause } from 'node:timers/promises'
import kafkajs, { type Admin } from 'kafkajs'
import { maxRecordBytes } from '../../../../../functions/shared/events/event-size.ts'
import type { Logger } from '../../../../../functions/shared/process/logger.ts'
import { SettingsError } from '../../../../../functions/shared/settings/env.ts'
import type { TopicPlan } from '../../../../pipeline/read-pipeline.ts'
import { isFault } from '../errors.ts'

export interface PrepareOptions {
  create: boolean
  logger: Logger
}

/** Errors of brokers that do not know a new topic yet. */
const propagationErrors = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']
const pollMs = 100
/** Timeout, after which the caller retries and logs. */
const propagationMs = 3000

/**
 * Creates missing topics and checks existing ones. Throws SettingsError if a topic is missing and `create` is false,
 * or if a topic's record limit is too small; logs other differences from the plan.
 */
export async function prepareTopics(
  admin: Admin,
  topics: TopicPlan[],
  { create, logger }: PrepareOptions,
): Promise<void> {
  const existing = new Set(await admin.listTopics())
  const missing = topics.filter(({ name }) => !existing.has(name))
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
    // kafkajs's wait fails if a broker does not know the topic yet; readTopics waits instead.
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

interface ActualTopics {
  /** By name. */
  partitions: Map<string, number>
  /** By `<topic> <name>`. */
  configs: Map<string, number>
}

/** Retries while a broker does not know a topic that the controller has created. */
async function readTopics(admin: Admin, topics: TopicPlan[]): Promise<ActualTopics> {
  const deadlineMs = performance.now() + propagationMs
  for (;;) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) })
      const partitions = new Map(
        metadata.topics.map(({ name, partitions }) => [name, partitions.length]),
      )
      return { partitions, configs: await readConfigs(admin, topics) }
    } catch (error) {
      const isTemporary = propagationErrors.some((type) => isFault(error, type))
      if (!isTemporary || performance.now() > deadlineMs) throw error
    }
    await pause(pollMs)
  }
}

function checkTopics(found: ActualTopics, topics: TopicPlan[], logger: Logger): void {
  const { configs } = found
  for (const { name, partitions, retentionMs } of topics) {
    const actualMaxBytes = configs.get(`${name} max.message.bytes`) ?? Number.POSITIVE_INFINITY
    if (actualMaxBytes < maxRecordBytes) {
      throw new SettingsError(
        `Expected Kafka's topic ${name} to accept records of ${maxRecordBytes} bytes, less than the ` +
          `default, got max.message.bytes ${actualMaxBytes}`,
      )
    }
    const actualMs = configs.get(`${name} retention.ms`) ?? -1
    if (actualMs >= 0 && actualMs < retentionMs) {
      const fields = { topic: name, wanted: retentionMs, is: actualMs }
      logger.warn(
        fields,
        'topic has a shorter retention than wanted, and removes unread records too',
      )
    }
    const actual = found.partitions.get(name) ?? 0
    if (actual < partitions) {
      const fields = { topic: name, wanted: partitions, is: actual }
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
      // Not a named export: Node does not detect it in this CommonJS package.
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
