import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settings } from '../../functions/shared/env.ts'
import { requireFits } from '../../functions/shared/limits.ts'
import { pipelineFits } from './pipeline-limits.ts'
import { type Pipeline, readPipeline } from './read-pipeline.ts'

const own = await readPipeline(join(import.meta.dirname, '../../knative/pipeline'))
const check = (pipeline: Pipeline, env: Record<string, number> = {}) =>
  requireFits(pipelineFits(pipeline, settings.parse(env)))

test('the pipeline’s own manifests and the defaults fit each other', () => {
  expect(() => check(own)).not.toThrow()
})

test.each([
  [
    { MAX_IMAGE_BYTES: 10_485_760 },
    'MAX_IMAGE_BYTES (10485760) to be at most max.message.bytes of KafkaTopic images-feed (10485760) less 16384',
  ],
  [
    { MAX_EVENT_BYTES: 10_485_759 },
    'max.message.bytes of KafkaTopic images-feed (10485760) to be at most MAX_EVENT_BYTES (10485759)',
  ],
  [
    { MAX_DEAD_LETTER_BYTES: 12_582_911 },
    'max.message.bytes of KafkaTopic dead-letters (12582912) to be at most MAX_DEAD_LETTER_BYTES (12582911)',
  ],
  [
    { PAGE_TIMEOUT_MS: 180_001 },
    'PAGE_TIMEOUT_MS (180001) to be at most delivery.timeout of KafkaSource images-feed, in ms (180000)',
  ],
])('%j is refused, naming both', (env, message) => {
  expect(() => check(own, env)).toThrow(message)
})

test('what two sources have in common is said once', () => {
  expect(() => check(own, { MAX_DEAD_LETTER_BYTES: 12_582_911 })).toThrow(/^[^\n]*$/)
})

test('a dead letter has to fit into its topic', () => {
  const topics = own.topics.map((topic) => ({ ...topic, maxMessageBytes: 10_485_760 }))

  expect(() => check({ ...own, topics })).toThrow(
    'max.message.bytes of KafkaTopic text-feed (10485760) to be at most ' +
      'max.message.bytes of KafkaTopic dead-letters (10485760) less 16384',
  )
})

test('a delivery may not outlast its service’s answer', () => {
  const services = own.services.map((service) => ({ ...service, timeoutMs: 20_000 }))

  expect(() => check({ ...own, services })).toThrow(
    'delivery.timeout of KafkaSource text-feed, in ms (30000) to be at most ' +
      'timeoutSeconds of Service results, in ms (20000)',
  )
})
