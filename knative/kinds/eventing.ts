import * as z from 'zod'
import { count, duration, fields, labelSelector, map, resource, text, texts } from './fields.ts'

/** Knative Eventing 1.22 and its Kafka parts. https://knative.dev/docs/eventing/reference/ */
const destination = fields(
  {},
  {
    ref: fields({ apiVersion: text, kind: text, name: text }, { namespace: text }),
    uri: text,
    CACerts: text,
    audience: text,
  },
)
const ceOverrides = fields({}, { extensions: map })

/** Delivery of any source. `retryAfterMax` needs the feature `delivery-retryafter`. */
const delivery = fields(
  {},
  {
    retry: count,
    backoffPolicy: z.enum(['linear', 'exponential']),
    backoffDelay: duration,
    timeout: duration,
    retryAfterMax: duration,
    deadLetterSink: destination,
    format: z.enum(['json', 'binary']),
  },
)

const secretKey = fields({ secretKeyRef: fields({ name: text, key: text }) })
const net = fields(
  {},
  {
    sasl: fields(
      {},
      { enable: z.boolean(), user: secretKey, password: secretKey, type: secretKey },
    ),
    tls: fields({}, { enable: z.boolean(), cert: secretKey, key: secretKey, caCert: secretKey }),
  },
)

export const eventing = [
  resource('sources.knative.dev/v1', 'KafkaSource', {
    spec: fields(
      { bootstrapServers: texts.min(1), topics: texts.min(1), sink: destination },
      {
        consumers: count,
        consumerGroup: text,
        initialOffset: z.enum(['earliest', 'latest']),
        ordering: z.enum(['ordered', 'unordered']),
        delivery,
        net,
        ceOverrides,
      },
    ),
  }),
  resource('eventing.knative.dev/v1alpha1', 'KafkaSink', {
    spec: fields(
      { topic: text, bootstrapServers: texts.min(1) },
      {
        numPartitions: count,
        replicationFactor: count,
        contentMode: z.enum(['binary', 'structured']),
        auth: fields({ secret: fields({ ref: fields({ name: text }) }) }),
      },
    ),
  }),
  resource('sources.knative.dev/v1', 'SinkBinding', {
    spec: fields(
      {
        subject: fields(
          { apiVersion: text, kind: text },
          { name: text, namespace: text, selector: labelSelector },
        ),
        sink: destination,
      },
      { ceOverrides },
    ),
  }),
]
