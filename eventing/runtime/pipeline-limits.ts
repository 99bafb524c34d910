import type { Settings } from '../../functions/shared/env.ts'
import type { Fit, Limit } from '../../functions/shared/limits.ts'
import type { Pipeline } from './read-pipeline.ts'

type LimitSettings = Pick<
  Settings,
  'MAX_IMAGE_BYTES' | 'MAX_EVENT_BYTES' | 'MAX_DEAD_LETTER_BYTES' | 'PAGE_TIMEOUT_MS'
>

/** Bytes of a record's attributes, which in a dead letter say what went wrong as well. */
const attributeBytes = 16 * 1024

/**
 * What the settings and the manifests of a pipeline have to agree about. Images come into the topic behind the
 * public service, and are delivered from there.
 */
export function pipelineFits({ topics, services, sources }: Pipeline, env: LimitSettings): Fit[] {
  const intake = services.find((service) => service.public)?.sinkTopic
  const setting = (name: keyof LimitSettings): Limit => ({ name, value: env[name] })
  const recordLimits = (names: (string | null | undefined)[]): Limit[] =>
    topics
      .filter(({ name }) => names.includes(name))
      .map(({ name, maxMessageBytes: value }) => ({
        name: `max.message.bytes of KafkaTopic ${name}`,
        value,
      }))

  const fits: Fit[] = []
  for (const record of recordLimits([intake])) {
    fits.push({ limit: setting('MAX_IMAGE_BYTES'), within: record, room: attributeBytes })
    fits.push({ limit: record, within: setting('MAX_EVENT_BYTES') })
  }
  for (const source of sources) {
    const { name, delivery, deadLetterTopic } = source
    const timeout = {
      name: `delivery.timeout of KafkaSource ${name}, in ms`,
      value: delivery.timeoutMs,
    }
    for (const service of services.filter((each) => each.name === source.service)) {
      const within = {
        name: `timeoutSeconds of Service ${service.name}, in ms`,
        value: service.timeoutMs,
      }
      fits.push({ limit: timeout, within })
    }
    if (source.topics.some((topic) => topic === intake)) {
      fits.push({ limit: setting('PAGE_TIMEOUT_MS'), within: timeout })
    }
    for (const letter of recordLimits([deadLetterTopic])) {
      fits.push({ limit: letter, within: setting('MAX_DEAD_LETTER_BYTES') })
      for (const limit of recordLimits(source.topics)) {
        fits.push({ limit, within: letter, room: attributeBytes })
      }
    }
  }
  return fits
}
