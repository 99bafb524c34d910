import type { Logger } from '../../../../functions/shared/process/logger.ts'
import type { TopicPlan } from '../../../pipeline/read-pipeline.ts'
import { type Consumer, type ConsumerOptions, createConsumer } from './consumer.ts'
import { createKafka, type KafkaConnection } from './kafkajs.ts'
import { createOffsets, type Offsets } from './offsets.ts'
import { createProducer, type Producer } from './producer.ts'
import { registerCodecs } from './records/codecs.ts'
import { reachKafka } from './setup/reach.ts'
import { prepareTopics } from './setup/topics.ts'

/** Client of a Kafka cluster. Only this folder imports kafkajs. */
export interface KafkaClient {
  producer: Producer
  offsets: Offsets
  consumer(options: ConsumerOptions): Consumer
  /**
   * Resolves when Kafka is connected, its topics are prepared, and records can be sent. Retries while Kafka is
   * unreachable. Throws SettingsError for a permanent failure, and the signal's reason when that aborts.
   */
  connect(options: ConnectOptions): Promise<void>
  disconnect(): Promise<void>
}

export interface ConnectOptions {
  topics: TopicPlan[]
  createTopics: boolean
  stopping: AbortSignal
}

export function createKafkaClient(connection: KafkaConnection, logger: Logger): KafkaClient {
  registerCodecs()
  const kafka = createKafka(connection, logger)
  const producer = createProducer((open) => createKafka(connection, logger, open))
  const offsets = createOffsets(kafka)
  return {
    ...{ producer, offsets },
    consumer: (options) => createConsumer(kafka, options),
    connect: ({ topics, createTopics, stopping }) =>
      reachKafka({
        ...{ kafka, connection, stopping, logger },
        async prepare(admin) {
          await prepareTopics(admin, topics, { create: createTopics, logger })
          await Promise.all([offsets.connect(), producer.connect()])
        },
      }),
    async disconnect() {
      await Promise.allSettled([producer.disconnect(), offsets.disconnect()])
    },
  }
}
