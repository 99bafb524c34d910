import { pino } from 'pino'
import { expect, test } from 'vitest'
import { readEnv } from '../../functions/shared/settings/env.ts'
import { kafkaSettings } from './kafka-settings.ts'
import { openLog } from './open-log.ts'

test('over Kafka a group that reads two topics is refused by name', async () => {
  const source = (topic: string) => ({
    ...{ name: `from-${topic}`, group: 'g', topics: [topic], service: 's', deadLetterTopic: null },
    delivery: { retry: 1, backoffPolicy: 'linear' as const, backoffDelayMs: 1, timeoutMs: 1 },
  })
  const pipeline = { topics: [], services: [], brokers: [], sources: [source('a'), source('b')] }
  const settings = readEnv(kafkaSettings, { KAFKA_BROKERS: 'one:9092' })
  const options = { pipeline, dataDir: '', onFailure: () => {}, logger: pino({ level: 'silent' }) }

  await expect(openLog({ ...options, settings })).rejects.toThrow(
    'KafkaSource from-a, consumerGroup: over Kafka a group reads one topic, and g reads a, b',
  )
})
