import { join } from 'node:path'
import type { Logger } from '../../functions/shared/process/logger.ts'
import { SettingsError } from '../../functions/shared/settings/env.ts'
import type { Pipeline } from '../pipeline/read-pipeline.ts'
import { type KafkaSettings, toConnection } from './kafka-settings.ts'
import { openSqliteLog } from './sqlite/log.ts'
import type { TopicLog } from './topic-log.ts'

export interface OpenLogOptions {
  settings: KafkaSettings
  pipeline: Pipeline
  dataDir: string
  /** Called when the log stops working and cannot recover by itself. */
  onFailure: (error: Error) => void
  logger: Logger
}

/** Opens a pipeline's log: on Kafka if KAFKA_BROKERS is set, else in SQLite in the data folder. */
export async function openLog(options: OpenLogOptions): Promise<TopicLog> {
  const { settings, pipeline, dataDir, onFailure, logger } = options
  if (settings.KAFKA_BROKERS.length === 0) {
    const topics = pipeline.topics.map((topic) => ({
      ...topic,
      groups: groupsOf(topic.name, pipeline),
    }))
    return openSqliteLog(join(dataDir, 'log.sqlite'), { topics, onFailure, logger })
  }
  return openOnKafka(options)
}

/** Opens a pipeline's log on Kafka: that of KAFKA_BROKERS, else that of the manifests. */
export async function openOnKafka(options: Omit<OpenLogOptions, 'dataDir'>): Promise<TopicLog> {
  const { settings, pipeline, onFailure, logger } = options
  for (const { group, name } of pipeline.sources) requireOneTopic(group, name, pipeline)
  const brokers = settings.KAFKA_BROKERS.length > 0 ? settings.KAFKA_BROKERS : pipeline.brokers
  const connection = await toConnection({ ...settings, KAFKA_BROKERS: brokers })
  const createTopics = settings.KAFKA_CREATE_TOPICS
  // Loaded on demand: saves 8 MB of memory without Kafka.
  const { openKafkaLog } = await import('./kafka/log.ts')
  return openKafkaLog({
    connection,
    topics: pipeline.topics,
    createTopics,
    onFailure,
    logger,
  })
}

function groupsOf(topic: string, { sources }: Pipeline): string[] {
  return sources.filter(({ topics }) => topics.includes(topic)).map(({ group }) => group)
}

/** A Kafka group assigns the topics of all its members, so all have to read the same ones. */
function requireOneTopic(group: string, source: string, { sources }: Pipeline): void {
  const topics = sources.filter((each) => each.group === group).flatMap((each) => each.topics)
  if (topics.length === 1) return
  throw new SettingsError(
    `KafkaSource ${source}, consumerGroup: over Kafka a group reads one topic, and ${group} reads ` +
      topics.join(', '),
  )
}
