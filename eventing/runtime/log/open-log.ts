import { join } from 'node:path'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import { SettingsError } from '../../../functions/shared/settings/env.ts'
import { openSqliteLog } from '../../log/sqlite/log.ts'
import type { TopicLog } from '../../log/topic-log.ts'
import type { Pipeline } from '../pipeline/read-pipeline.ts'
import { type KafkaSettings, toConnection } from './kafka-settings.ts'

export interface OpenLogOptions {
  settings: KafkaSettings
  pipeline: Pipeline
  dataDir: string
  /** The log will not go on by itself. */
  onFailure: (error: Error) => void
  logger: Logger
}

/** The log of a pipeline: on Kafka where KAFKA_BROKERS says which, else on SQLite in the data folder. */
export async function openLog(options: OpenLogOptions): Promise<TopicLog> {
  const { settings, pipeline, dataDir, onFailure, logger } = options
  if (settings.KAFKA_BROKERS.length === 0) {
    const topics = pipeline.topics.map((topic) => ({
      ...topic,
      groups: groupsOf(topic.name, pipeline),
    }))
    return openSqliteLog(join(dataDir, 'log.sqlite'), { topics, onFailure, logger: logger })
  }
  for (const { group, name } of pipeline.sources) requireOneTopic(group, name, pipeline)
  const connection = await toConnection(settings)
  const createTopics = settings.KAFKA_CREATE_TOPICS
  // Loaded only here: 8 MB of memory where there is no Kafka.
  const { openKafkaLog } = await import('../../log/kafka/log.ts')
  return openKafkaLog({
    connection,
    topics: pipeline.topics,
    createTopics,
    onFailure,
    logger: logger,
  })
}

function groupsOf(topic: string, { sources }: Pipeline): string[] {
  return sources.filter(({ topics }) => topics.includes(topic)).map(({ group }) => group)
}

/** The members of a Kafka group share out the topics of all, so all have to read the same ones. */
function requireOneTopic(group: string, source: string, { sources }: Pipeline): void {
  const topics = sources.filter((each) => each.group === group).flatMap((each) => each.topics)
  if (topics.length === 1) return
  throw new SettingsError(
    `KafkaSource ${source}, consumerGroup: over Kafka a group reads one topic, and ${group} reads ` +
      topics.join(', '),
  )
}
