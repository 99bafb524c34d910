import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { faultsOf } from './check.ts'

const source = `
apiVersion: sources.knative.dev/v1
kind: KafkaSource
metadata: { name: pages, namespace: x }
spec:
  bootstrapServers: [kafka:9092]
  topics: [pages]
  delivery: { retry: 3, timeout: PT30S }
  sink: { ref: { apiVersion: serving.knative.dev/v1, kind: Service, name: ocr } }
`
const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: sink, namespace: x }
spec:
  replicas: 2
  selector: { matchLabels: { app: sink } }
  template:
    metadata: { labels: { app: sink } }
    spec:
      containers:
        - name: sink
          image: sink:1
          env: [{ name: A, value: "1" }]
          resources: { requests: { cpu: 50m } }
          livenessProbe: { httpGet: { path: /healthz, port: 8080 } }
`
const service = `
apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: ocr, namespace: x }
spec:
  template:
    metadata: { annotations: { autoscaling.knative.dev/max-scale: "2" } }
    spec:
      containers: [{ image: ocr:1, readinessProbe: { httpGet: { path: /healthz } } }]
`
const faults = (yaml: string) => faultsOf(parse(yaml))

test.each([source, deployment, service])('a resource that fits its kind has no fault', (yaml) => {
  expect(faults(yaml)).toEqual([])
})

test.each([
  ['a misspelled field', source, 'retry: 3', 'retries: 3', 'KafkaSource pages: spec.delivery: '],
  ['a wrong type', deployment, 'replicas: 2', 'replicas: "2"', 'Deployment sink: spec.replicas: '],
  ['a missing field', source, 'topics: [pages]', '', 'KafkaSource pages: spec.topics: '],
  ['a value out of range', source, 'PT30S', '30s', 'spec.delivery.timeout: a duration'],
  [
    'an older version',
    source,
    'dev/v1\n',
    'dev/v1beta1\n',
    'no table of sources.knative.dev/v1beta1',
  ],
  ['a number in a map', service, '"2"', '2', 'spec.template.metadata.annotations.'],
  ['a quantity', deployment, '50m', '50 m', 'requests.cpu: '],
  [
    'a field inside a variant',
    deployment,
    'path: /healthz',
    'paths: /healthz',
    'livenessProbe.httpGet: ',
  ],
  [
    'what only a pod may have',
    service,
    'containers:',
    'terminationGracePeriodSeconds: 9\n      containers:',
    'Service ocr: spec.template.spec: ',
  ],
])('%s is found', (_, yaml, from, to, fault) => {
  expect(yaml).toContain(from)
  expect(faults(yaml.replace(from, to)).join('\n')).toContain(fault)
})
