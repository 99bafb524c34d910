import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settings } from '../../functions/shared/settings/env.ts'
import { requireFits } from '../../functions/shared/settings/limits.ts'
import { pipelineFits } from './pipeline-limits.ts'
import { type Pipeline, readPipeline } from './read-pipeline.ts'

const own = await readPipeline(join(import.meta.dirname, '../../knative/pipeline'))
const check = (pipeline: Pipeline, env: Record<string, number> = {}) =>
  requireFits(pipelineFits(pipeline, settings.parse(env)))

test('the project’s manifests and the default settings are consistent', () => {
  expect(() => check(own)).not.toThrow()
})

test.each(['images-feed', 'images-bulk'])('a page may not outlast a delivery of %s', (name) => {
  const sources = own.sources.filter((source) => source.name === name)

  expect(() => check({ ...own, sources }, { PAGE_TIMEOUT_MS: 180_001 })).toThrow(
    `PAGE_TIMEOUT_MS (180001) to be at most delivery.timeout of KafkaSource ${name}, in ms (180000)`,
  )
})

test('a delivery may not outlast its service’s answer', () => {
  const services = own.services.map((service) => ({ ...service, timeoutMs: 20_000 }))

  expect(() => check({ ...own, services })).toThrow(
    'delivery.timeout of KafkaSource text-feed, in ms (30000) to be at most ' +
      'timeoutSeconds of Service results, in ms (20000)',
  )
})
