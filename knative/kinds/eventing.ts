import * as z from 'zod'
import { count, duration, fields, resource, text, texts } from './fields.ts'

/** Knative Eventing 1.22 and its Kafka parts. https://knative.dev/docs/eventing/reference/ */
const ref = fields({ apiVersion: text, kind: text, name: text })
const destination = fields({ ref })

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
      },
    ),
  }),
  resource('eventing.knative.dev/v1alpha1', 'KafkaSink', {
    spec: fields({ topic: text, bootstrapServers: texts.min(1) }),
  }),
  resource('sources.knative.dev/v1', 'SinkBinding', {
    spec: fields({ subject: ref, sink: destination }),
  }),
]
