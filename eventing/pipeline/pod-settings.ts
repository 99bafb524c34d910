import * as z from 'zod'
import { list, platform, SettingsError, settings } from '../../functions/shared/settings/env.ts'
import { kafkaSettings } from '../log/kafka-settings.ts'

/** Environment of the sink in a pod; docs/source-and-sink.md shows it. */
export const sinkSettings = settings
  .pick({ PORT: true, LOG_LEVEL: true, METRICS_PORT: true })
  .extend({
    ...platform.shape,
    ...kafkaSettings.shape,
    // Reachable by the kubelet's probes and by other pods.
    HOST: z.string().min(1).default('0.0.0.0'),
    KNATIVE_DIR: z.string().min(1),
  })

export type PodSettings = z.infer<typeof sinkSettings>

const template = z
  .string()
  .regex(/^http:\/\/\S*\{service\}/, 'like http://{service}.default.svc.cluster.local')

/** Environment of the source in a pod. */
export const sourceSettings = sinkSettings.extend({
  SERVICE_URL: template,
  SINK_URL: z.url({ protocol: /^http$/ }),
  MAX_SCALE: list
    .pipe(z.array(z.string().regex(/^[^=]+=[1-9]\d*$/, 'limits such as ocr=8')))
    .default([]),
  TERMINATION_GRACE_SECONDS: z.coerce.number().pipe(z.int().min(1)).default(30),
})

/** Function that finds the max-scale of a Service in MAX_SCALE; throws SettingsError if it is not there. */
export function toMaxScale(limits: string[]): (service: string) => number {
  const found = new Map(limits.map((limit) => limit.split('=')).map(([name, n]) => [name, n]))
  return (service) => {
    const limit = found.get(service)
    if (limit !== undefined) return Number(limit)
    throw new SettingsError(
      `Expected MAX_SCALE to have ${service}=…, because its Service states no max-scale`,
    )
  }
}
