import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPipeline, toPipeline } from './read-pipeline.ts'
import { toResources } from './resources.ts'

const folder = join(import.meta.dirname, '../../knative/pipeline')

test('the project’s manifests are read with every name resolved', async () => {
  const { services, sources, topics } = await readPipeline(folder)

  const gatewaySinks = { K_SINK: 'images-feed', BULK_SINK: 'images-bulk' }
  expect(topics.map(({ name }) => name)).toEqual([
    'images-feed',
    'images-bulk',
    'text-feed',
    'dead-letters',
  ])
  expect(services).toEqual([
    expect.objectContaining({ name: 'gateway', public: true, sinks: gatewaySinks }),
    expect.objectContaining({ name: 'ocr', public: false, sinks: { K_SINK: 'text-feed' } }),
    expect.objectContaining({ name: 'results', public: false, sinks: {} }),
  ])
  expect(sources.map(({ topics, service }) => [topics[0], service])).toEqual([
    ['images-feed', 'ocr'],
    ['images-bulk', 'ocr'],
    ['text-feed', 'results'],
    ['dead-letters', 'results'],
  ])
})

const topic = `
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: pages }
spec: { partitions: 1, replicas: 1, config: { retention.ms: "1", segment.ms: "2" } }
`
const sink = `
apiVersion: eventing.knative.dev/v1alpha1
kind: KafkaSink
metadata: { name: pages }
spec: { topic: pages, bootstrapServers: [kafka:9092] }
`
const service = `
apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: ocr }
spec:
  template:
    metadata: { annotations: { autoscaling.knative.dev/max-scale: "7" } }
    spec:
      containerConcurrency: 3
      timeoutSeconds: 20
      containers: [{ image: x, env: [{ name: A, value: b }], resources: { limits: { memory: 512Mi } } }]
`
const source = `
apiVersion: sources.knative.dev/v1
kind: KafkaSource
metadata: { name: pages }
spec:
  consumerGroup: g
  bootstrapServers: [kafka:9092]
  topics: [pages]
  initialOffset: earliest
  ordering: unordered
  delivery:
    retry: 4
    backoffPolicy: exponential
    backoffDelay: PT0.5S
    timeout: PT1M30S
    deadLetterSink: { ref: { apiVersion: eventing.knative.dev/v1alpha1, kind: KafkaSink, name: pages } }
  sink: { ref: { apiVersion: serving.knative.dev/v1, kind: Service, name: ocr } }
`
const binding = `
apiVersion: sources.knative.dev/v1
kind: SinkBinding
metadata: { name: ocr }
spec:
  subject: { apiVersion: serving.knative.dev/v1, kind: Service, name: ocr }
  sink: { ref: { apiVersion: eventing.knative.dev/v1alpha1, kind: KafkaSink, name: pages } }
`
const read = (...texts: string[]) => toPipeline(toResources(texts.join('---'), 'a.yaml'))

test('every applied field is in the plan', () => {
  const pipeline = read(topic, sink, service, source, binding)

  expect(pipeline.topics).toEqual([
    { name: 'pages', partitions: 1, replicas: 1, retentionMs: 1, segmentMs: 2 },
  ])
  expect(pipeline.services).toMatchObject([
    {
      scale: { maxScale: 7, target: 2.1 },
      memoryBytes: 536_870_912,
      containerConcurrency: 3,
      timeoutMs: 20_000,
      env: { A: 'b' },
      sinks: { K_SINK: 'pages' },
    },
  ])
  expect(pipeline.sources).toMatchObject([
    {
      group: 'g',
      deadLetterTopic: 'pages',
      delivery: {
        retry: 4,
        backoffPolicy: 'exponential',
        backoffDelayMs: 500,
        timeoutMs: 90_000,
      },
    },
  ])
})

test.each([
  [
    'an unknown field',
    source.replace('consumerGroup: g', 'consumers: 3\n  consumerGroup: g'),
    'a.yaml: KafkaSource pages, spec: consumers is not a field',
  ],
  [
    'ordered delivery',
    source.replace('unordered', 'ordered'),
    'a.yaml: KafkaSource pages, spec.ordering',
  ],
  [
    'a number out of range',
    service.replace('timeoutSeconds: 20', 'timeoutSeconds: 601'),
    'spec.timeoutSeconds',
  ],
  ['an invalid duration', source.replace('PT0.5S', '1s'), 'spec.delivery.backoffDelay'],
  ['an unknown kind', topic.replace('KafkaTopic', 'KafkaUser'), 'a.yaml: KafkaUser pages'],
  ['invalid YAML', 'a: [', 'a.yaml: '],
])('a manifest is refused with its file and name: %s', (_, text, message) => {
  expect(() => read(text)).toThrow(message)
})

test.each([
  ['topic', [sink, service], 'KafkaSink pages names the topic pages'],
  ['sink', [topic, service, source], 'SinkBinding ocr names the KafkaSink pages'],
  ['service', [topic, sink, source], 'SinkBinding ocr names the Service ocr'],
])('an unresolved name is refused: %s', (_, texts, message) => {
  expect(() => read(...texts, binding)).toThrow(message)
})

test('a Service that states no max-scale gets the given one', () => {
  const maxScaleOf = (text: string) => {
    const resources = toResources(text, 'a.yaml')
    return toPipeline(resources, { defaultMaxScale: (name) => name.length }).services[0]?.scale
      .maxScale
  }

  expect(maxScaleOf(service)).toBe(7)
  expect(maxScaleOf(service.replace(/metadata: { annot.*/, ''))).toBe('ocr'.length)
})

test('the brokers are those of all resources, which have to agree', () => {
  expect(read(topic, sink, service, source).brokers).toEqual(['kafka:9092'])
  expect(() => read(topic, sink, service, source.replace('kafka:9092', 'other:9092'))).toThrow(
    'Expected the same bootstrapServers everywhere, got other:9092 and kafka:9092',
  )
})

test('two public services are refused', () => {
  const second = service.replace('name: ocr', 'name: other')

  expect(() => read(service, second)).toThrow(
    'one Service that is not cluster-local, got ocr, other',
  )
})
