import { readdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { SettingsError } from '../../functions/shared/settings/env.ts'
import type { Delivery } from '../source/delivery/delivery.ts'
import type { KafkaSource, Resource, Service } from './manifest.ts'
import { toResources } from './resources.ts'
import { type ScalePolicy, toScalePolicy } from './scale-policy.ts'

/** Resources to run, with every name resolved. */
export interface Pipeline {
  topics: TopicPlan[]
  services: ServicePlan[]
  sources: SourcePlan[]
  /** Kafka of a cluster: `bootstrapServers`. The local runtime ignores it. */
  brokers: string[]
}

export interface TopicPlan {
  name: string
  /** Kafka only; the embedded log has one partition on one disk. */
  partitions: number
  replicas: number
  /** Retention in Kafka, which removes whole segments; a segment spans `segmentMs`. */
  retentionMs: number
  segmentMs?: number | undefined
}

export interface ServicePlan {
  /** Also the name of its folder below functions/. */
  name: string
  scale: ScalePolicy
  /** Limit of a replica's concurrent requests; 0 for no limit. */
  containerConcurrency: number
  timeoutMs: number
  /** Memory above which a replica is replaced; null for no limit. */
  memoryBytes: number | null
  env: Record<string, string>
  /** Whether it is reachable from outside; false if its visibility is cluster-local. */
  public: boolean
  /** Topics of its sinks by variable: K_SINK of its SinkBinding, others with the address of a KafkaSink. */
  sinks: Record<string, string>
}

export interface SourcePlan {
  name: string
  group: string
  topics: string[]
  service: string
  delivery: Delivery
  deadLetterTopic: string | null
}

export interface PlanOptions {
  /** Max-scale of a Service that states none; default: the machine's cores. */
  defaultMaxScale?: (service: string) => number
}

/** Address that Knative gives the KafkaSink of a namespace. */
const kafkaSinkAddress =
  /^http:\/\/kafka-sink-ingress\.knative-eventing\.svc\.cluster\.local\/[^/]+\/([^/]+)$/

/**
 * Reads every .yaml of a folder: the same files that are applied to a cluster. Throws SettingsError for a manifest that
 * the runtime cannot run.
 */
export async function readPipeline(folder: string, options?: PlanOptions): Promise<Pipeline> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort()
  const files = names.map(async (name) => {
    const path = join(folder, name)
    return toResources(await readFile(path, 'utf8'), path)
  })
  return toPipeline((await Promise.all(files)).flat(), options)
}

export function toPipeline(
  resources: Resource[],
  { defaultMaxScale = availableParallelism }: PlanOptions = {},
): Pipeline {
  const of = <K extends Resource['kind']>(kind: K) =>
    resources.filter(
      (resource): resource is Extract<Resource, { kind: K }> => resource.kind === kind,
    )
  const topics = of('KafkaTopic').map(({ metadata, spec }) => ({
    name: metadata.name,
    partitions: spec.partitions,
    replicas: spec.replicas,
    retentionMs: spec.config['retention.ms'],
    segmentMs: spec.config['segment.ms'],
  }))
  const services = of('Service')

  function topicNamed(name: string, by: string): string {
    if (topics.some((topic) => topic.name === name)) return name
    throw new SettingsError(`${by} names the topic ${name}, and there is no such KafkaTopic`)
  }
  function topicBehind(sinkName: string, by: string): string {
    const sink = of('KafkaSink').find(({ metadata }) => metadata.name === sinkName)
    if (!sink) throw new SettingsError(`${by} names the KafkaSink ${sinkName}, and there is none`)
    return topicNamed(sink.spec.topic, `KafkaSink ${sinkName}`)
  }
  function serviceNamed(name: string, by: string): string {
    if (services.some((service) => service.metadata.name === name)) return name
    throw new SettingsError(`${by} names the Service ${name}, and there is none`)
  }

  const bindings = new Map(
    of('SinkBinding').map(({ metadata, spec }) => {
      const by = `SinkBinding ${metadata.name}`
      return [serviceNamed(spec.subject.name, by), topicBehind(spec.sink.ref.name, by)]
    }),
  )
  function sinksOf({ metadata: { name }, spec }: Service): Record<string, string> {
    const bound = bindings.get(name)
    const addressed = spec.template.spec.containers[0].env.flatMap((variable) => {
      const sink = kafkaSinkAddress.exec(variable.value)?.[1]
      return sink ? [[variable.name, topicBehind(sink, `${variable.name} of ${name}`)]] : []
    })
    return { ...(bound && { K_SINK: bound }), ...Object.fromEntries(addressed) }
  }
  const sources = of('KafkaSource').map((source) => {
    const by = `KafkaSource ${source.metadata.name}`
    const { deadLetterSink } = source.spec.delivery
    return {
      ...toSourcePlan(source),
      topics: source.spec.topics.map((topic) => topicNamed(topic, by)),
      service: serviceNamed(source.spec.sink.ref.name, by),
      deadLetterTopic: deadLetterSink ? topicBehind(deadLetterSink.ref.name, by) : null,
    }
  })
  const plans = services.map((service) => ({
    ...toServicePlan(service, defaultMaxScale),
    sinks: sinksOf(service),
  }))
  const open = plans.filter((plan) => plan.public).map(({ name }) => name)
  if (open.length > 1) {
    throw new SettingsError(
      `Expected one Service that is not cluster-local, got ${open.join(', ')}`,
    )
  }
  return {
    topics,
    sources,
    services: plans,
    brokers: brokersOf([...of('KafkaSource'), ...of('KafkaSink')]),
  }
}

function brokersOf(resources: { spec: { bootstrapServers: string[] } }[]): string[] {
  const lists = new Map(
    resources.map(({ spec }) => [spec.bootstrapServers.join(), spec.bootstrapServers]),
  )
  if (lists.size > 1) {
    throw new SettingsError(
      `Expected the same bootstrapServers everywhere, got ${[...lists.keys()].join(' and ')}`,
    )
  }
  return [...lists.values()].flat()
}

function toServicePlan(
  { metadata, spec }: Service,
  defaultMaxScale: (service: string) => number,
): Omit<ServicePlan, 'sinks'> {
  const { containerConcurrency, timeoutSeconds, containers } = spec.template.spec
  return {
    name: metadata.name,
    public: metadata.labels?.['networking.knative.dev/visibility'] !== 'cluster-local',
    scale: toScalePolicy(spec.template.metadata.annotations, {
      containerConcurrency,
      defaultMaxScale: () => defaultMaxScale(metadata.name),
    }),
    containerConcurrency,
    memoryBytes: containers[0].resources?.limits?.memory ?? null,
    timeoutMs: timeoutSeconds * 1000,
    env: Object.fromEntries(containers[0].env.map(({ name, value }) => [name, value])),
  }
}

function toSourcePlan({ metadata, spec }: KafkaSource) {
  const { retry, backoffPolicy, backoffDelay, timeout } = spec.delivery
  return {
    name: metadata.name,
    group: spec.consumerGroup,
    delivery: { retry, backoffPolicy, backoffDelayMs: backoffDelay, timeoutMs: timeout },
  }
}
