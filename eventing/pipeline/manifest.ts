import * as z from 'zod'
import { ScaleAnnotations, wholeNumber } from './scale-policy.ts'

const metadata = z.strictObject({
  name: z.string().regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, 'a DNS label'),
  labels: z.record(z.string(), z.string()).optional(),
})

/** Kubernetes quantities. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const unitBytes: Record<string, number> = {
  ...{ '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 },
}
const bytes = z
  .string()
  .regex(/^\d+(\.\d+)?(k|[MGT]|[KMGT]i)?$/, 'a quantity such as 512Mi')
  .transform((text) => {
    const [, count, unit = ''] = text.match(/^([\d.]+)(.*)$/) ?? []
    return Number(count) * (unitBytes[unit] ?? 1)
  })

const container = z.strictObject({
  image: z.string(),
  env: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
  resources: z
    .strictObject({
      requests: z.record(z.string(), z.string()).optional(),
      limits: z.strictObject({ cpu: z.string().optional(), memory: bytes.optional() }).optional(),
    })
    .optional(),
})

const Service = z.strictObject({
  apiVersion: z.literal('serving.knative.dev/v1'),
  kind: z.literal('Service'),
  metadata,
  spec: z.strictObject({
    template: z.strictObject({
      metadata: z.strictObject({ annotations: ScaleAnnotations.prefault({}) }).prefault({}),
      spec: z.strictObject({
        containerConcurrency: z.int().min(0).max(1000).default(0),
        timeoutSeconds: z.int().min(1).max(600).default(300),
        containers: z.tuple([container]),
      }),
    }),
  }),
})
export type Service = z.infer<typeof Service>

const serviceRef = z.strictObject({
  apiVersion: z.literal('serving.knative.dev/v1'),
  kind: z.literal('Service'),
  name: z.string(),
})
const sinkRef = z.strictObject({
  apiVersion: z.literal('eventing.knative.dev/v1alpha1'),
  kind: z.literal('KafkaSink'),
  name: z.string(),
})

/** ISO 8601 duration of hours, minutes and seconds: PT1S, PT0.5S, PT3M. */
const durationMs = z
  .string()
  .regex(/^PT(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?$/, 'a duration such as PT1S')
  .transform((text) => {
    const part = (unit: string) => Number(text.match(new RegExp(`([\\d.]+)${unit}`))?.[1] ?? 0)
    return (part('H') * 3600 + part('M') * 60 + part('S')) * 1000
  })

const KafkaSource = z.strictObject({
  apiVersion: z.literal('sources.knative.dev/v1'),
  kind: z.literal('KafkaSource'),
  metadata,
  spec: z.strictObject({
    consumerGroup: z.string(),
    bootstrapServers: z.array(z.string()),
    topics: z.array(z.string()).min(1),
    // Knative's defaults start a new group at the end, and let a slow event block its partition.
    initialOffset: z.literal('earliest'),
    ordering: z.literal('unordered'),
    delivery: z.strictObject({
      retry: z.int().min(0),
      backoffPolicy: z.enum(['linear', 'exponential']),
      backoffDelay: durationMs,
      timeout: durationMs,
      deadLetterSink: z.strictObject({ ref: sinkRef }).optional(),
    }),
    sink: z.strictObject({ ref: serviceRef }),
  }),
})
export type KafkaSource = z.infer<typeof KafkaSource>

const KafkaSink = z.strictObject({
  apiVersion: z.literal('eventing.knative.dev/v1alpha1'),
  kind: z.literal('KafkaSink'),
  metadata,
  spec: z.strictObject({ topic: z.string(), bootstrapServers: z.array(z.string()) }),
})

const SinkBinding = z.strictObject({
  apiVersion: z.literal('sources.knative.dev/v1'),
  kind: z.literal('SinkBinding'),
  metadata,
  spec: z.strictObject({ subject: serviceRef, sink: z.strictObject({ ref: sinkRef }) }),
})

const KafkaTopic = z.strictObject({
  apiVersion: z.literal('kafka.strimzi.io/v1'),
  kind: z.literal('KafkaTopic'),
  metadata,
  spec: z.strictObject({
    partitions: z.int().min(1),
    replicas: z.int().min(1),
    config: z.strictObject({ 'retention.ms': wholeNumber, 'segment.ms': wholeNumber.optional() }),
  }),
})

/** Kustomize's file list in the same folder; nothing to run. */
const Kustomization = z.looseObject({
  apiVersion: z.string(),
  kind: z.literal('Kustomization'),
})

/**
 * Fields of Knative's and Strimzi's resources that the runtime accepts. Any other field is refused by name, because
 * ignoring it could change the pipeline's behaviour. docs/local-runtime.md lists which fields are applied, and which
 * have no meaning on one machine.
 */
export const Resource = z.discriminatedUnion('kind', [
  Service,
  KafkaSource,
  KafkaSink,
  SinkBinding,
  KafkaTopic,
  Kustomization,
])
export type Resource = z.infer<typeof Resource>
