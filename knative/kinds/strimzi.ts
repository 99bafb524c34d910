import * as z from 'zod'
import { count, fields, flag, quantity, resource, resources, text } from './fields.ts'
import { networkPeer } from './kubernetes.ts'
import { containerSecurity, podSecurity, topologySpread } from './pod.ts'

/** Strimzi 1.2, which serves only v1. https://strimzi.io/docs/operators/latest/configuring */
const podTemplate = fields(
  {},
  {
    securityContext: podSecurity,
    topologySpreadConstraints: topologySpread,
    priorityClassName: text,
  },
)
const containerTemplate = fields({}, { securityContext: containerSecurity })
const setting = z.union([z.string(), z.number(), z.boolean()])

const listener = fields(
  {
    name: z.string().regex(/^[a-z0-9]{1,11}$/),
    port: z.int().min(9092),
    type: z.enum(['internal', 'route', 'loadbalancer', 'nodeport', 'ingress', 'cluster-ip']),
    tls: flag,
  },
  { networkPolicyPeers: z.array(networkPeer) },
)

const volume = fields(
  { type: z.enum(['persistent-claim', 'ephemeral']) },
  {
    id: count,
    deleteClaim: flag,
    kraftMetadata: z.literal('shared'),
    size: quantity,
  },
)
const heap = z.string().regex(/^\d+[mMgG]?$/, 'a size such as 512m')

export const strimzi = [
  resource('kafka.strimzi.io/v1', 'Kafka', {
    spec: fields(
      {
        kafka: fields(
          { listeners: z.array(listener).min(1) },
          { version: text, metadataVersion: text, config: z.record(text, setting) },
        ),
      },
      {
        entityOperator: fields(
          {},
          {
            topicOperator: fields({}, { resources }),
            template: fields({}, { pod: podTemplate, topicOperatorContainer: containerTemplate }),
          },
        ),
      },
    ),
  }),
  resource('kafka.strimzi.io/v1', 'KafkaNodePool', {
    spec: fields(
      {
        replicas: count,
        roles: z.array(z.enum(['controller', 'broker'])).min(1),
        storage: fields({ type: z.literal('jbod'), volumes: z.array(volume) }),
      },
      {
        resources,
        jvmOptions: fields({}, { '-Xms': heap, '-Xmx': heap }),
        template: fields({}, { pod: podTemplate, kafkaContainer: containerTemplate }),
      },
    ),
  }),
  resource('kafka.strimzi.io/v1', 'KafkaTopic', {
    spec: fields(
      {},
      {
        partitions: z.int().min(1),
        replicas: z.int().min(1).max(32_767),
        config: z.record(text, setting),
      },
    ),
  }),
]
