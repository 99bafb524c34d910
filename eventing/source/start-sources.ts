import { createSender } from '../../functions/shared/events/sender.ts'
import type { Logger } from '../../functions/shared/process/logger.ts'
import type { Metrics } from '../../functions/shared/telemetry/metrics.ts'
import { noTracer, type Tracer } from '../../functions/shared/telemetry/spans.ts'
import type { TopicLog } from '../log/topic-log.ts'
import { maxWindow } from '../log/window.ts'
import type { ServicePlan, SourcePlan } from '../pipeline/read-pipeline.ts'
import { createDeliverer } from './delivery/deliverer.ts'
import { createDeliveryMetrics } from './observation/delivery-metrics.ts'
import { createDeliverySpans } from './observation/delivery-spans.ts'
import { createShares } from './shares.ts'
import { createSlots } from './slots.ts'
import { startSource } from './source.ts'

export interface SourcesDeps {
  /** Address of the service. */
  url: string
  /** Whether other processes of the same groups deliver to the same service. */
  isShared: boolean
  topicLog: TopicLog
  sinkUrl: (topic: string) => string
  /** INTERNAL_TOKEN, which the service and the dead-letter sink may require. */
  token?: string | undefined
  /** Called before the first deliveries after a pause, of each source. */
  onBusy?: () => void
  /** Aborts running deliveries. */
  cutOff: AbortSignal
  metrics: Metrics
  tracer?: Tracer | undefined
  logger: Logger
}

export interface Sources {
  /** Starts no more deliveries; resolves when the running ones have ended, and the groups are left. */
  close(): Promise<void>
}

/** Settings that limit the concurrent requests of a service. */
type Capacity = Pick<ServicePlan, 'name' | 'containerConcurrency'> & {
  scale: Pick<ServicePlan['scale'], 'maxScale'>
}

/** Minimum of records that a source holds in memory, including those waiting for a retry. */
const minOpenRecords = 64
/** Concurrency assumed for a replica without a limit: the default target of Knative's autoscaler. */
const unboundedConcurrency = 100

/**
 * Starts a service's sources. They share one slot per request that its replicas can run, and one more per replica; a
 * source with many records does not keep another from its turn. If other processes deliver to the service too, each
 * uses the share of these slots that it has of the partitions: together they have hardly more in flight than one would.
 * Nothing times out in a queue of the service as long as it gets the replicas that it may have.
 */
export function startSources(plan: Capacity, all: SourcePlan[], deps: SourcesDeps): Sources {
  const { url, isShared, topicLog, sinkUrl, token, onBusy, cutOff, metrics } = deps
  const { tracer = noTracer, logger: parentLogger } = deps
  const concurrency = plan.containerConcurrency || unboundedConcurrency
  const slotCount = plan.scale.maxScale * (concurrency + 1)
  const allSlots = createSlots(slotCount)
  const shares = createShares(slotCount, allSlots.resize)
  const maxOpen = Math.min(Math.max(slotCount, minOpenRecords), maxWindow)
  const drain = new AbortController()
  const draining = drain.signal
  const own = all.filter(({ service }) => service === plan.name)
  const sources = own.flatMap(({ name, topics, group, delivery, deadLetterTopic }) => {
    const logger = parentLogger.child({ source: name })
    const slots = allSlots.queue()
    const deadLetter = deadLetterTopic ? createSender(sinkUrl(deadLetterTopic), { token }) : null
    const deliver = createDeliverer({
      ...{ url, token, delivery, deadLetter, slots },
      ...{ draining, cutOff, logger },
      // The first deliveries of several sources may begin together.
      onDelivery: () => void (slots.inUse() <= own.length && onBusy?.()),
    })
    return topics.map((topic) => {
      const subscription = topicLog.subscribe({
        ...{ topic, group, maxOpen },
        ...(isShared && { onAssigned: shares.ofTopic() }),
      })
      const observed = { service: plan.name, topic, group }
      const observer = createDeliveryMetrics({ metrics, ...observed })
      const spans = createDeliverySpans({ tracer, ...observed })
      return startSource({ subscription, deliver, slots, observer, spans, draining, logger })
    })
  })
  return {
    async close() {
      drain.abort(new Error('stopping'))
      await Promise.all(sources.map((source) => source.close()))
    },
  }
}
