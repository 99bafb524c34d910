import type { Settings } from '../../functions/shared/settings/env.ts'
import type { Fit, Limit } from '../../functions/shared/settings/limits.ts'
import type { Pipeline } from './read-pipeline.ts'

/** Limits that a pipeline's manifests and the settings have to keep. Pages come from the public service's topics. */
export function pipelineFits(
  { services, sources }: Pipeline,
  { PAGE_TIMEOUT_MS: value }: Pick<Settings, 'PAGE_TIMEOUT_MS'>,
): Fit[] {
  const pageTopics = Object.values(services.find((service) => service.public)?.sinks ?? {})
  return sources.flatMap(({ name, delivery, topics, ...source }) => {
    const timeout: Limit = {
      name: `delivery.timeout of KafkaSource ${name}, in ms`,
      value: delivery.timeoutMs,
    }
    const fits: Fit[] = services
      .filter((service) => service.name === source.service)
      .map((service) => ({
        limit: timeout,
        within: {
          name: `timeoutSeconds of Service ${service.name}, in ms`,
          value: service.timeoutMs,
        },
      }))
    const deliversPages = topics.some((topic) => pageTopics.includes(topic))
    return deliversPages
      ? [{ limit: { name: 'PAGE_TIMEOUT_MS', value }, within: timeout }, ...fits]
      : fits
  })
}
