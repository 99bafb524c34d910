import { randomBytes } from 'node:crypto'
import { createSender } from '../../functions/shared/events/sink.ts'
import type { TopicLog } from '../log/topic-log.ts'
import { maxWindow } from '../log/window.ts'
import { createDeliverer } from '../source/delivery/deliverer.ts'
import { createSlots } from '../source/slots.ts'
import { startSource } from '../source/source.ts'
import { startInternalServer } from './internal/internal-server.ts'
import { downstreamOf } from './pipeline/downstream.ts'
import type { Pipeline, ServicePlan, SourcePlan } from './pipeline/read-pipeline.ts'
import { type RunningService, type ServiceOptions, startService } from './service.ts'
import { reportSystem } from './system-report.ts'

export interface RuntimeOptions extends Omit<ServiceOptions, 'main' | 'onWake'> {
  pipeline: Pipeline
  /** Process file of each function, by name. */
  mains: Map<string, string>
  topicLog: TopicLog
}

/** Minimum of records that a source holds in memory, including those waiting for a retry. */
const minOpenRecords = 64
/** Concurrency assumed for a replica without a limit: the default target of Knative's autoscaler. */
const unboundedConcurrency = 100
/** Time for uploads and pages in progress at a stop; after it, `replyMs` for the answers. */
const drainMs = 6000
const replyMs = 2000

/** Runs a pipeline on this machine: log, sinks, services, sources. The public service listens on `host` and `port`. */
export async function startRuntime(options: RuntimeOptions) {
  const { pipeline, topicLog, logger } = options
  const token = randomBytes(32).toString('base64url')
  const services: RunningService[] = []
  const report = () => reportSystem(services, pipeline, topicLog)
  const { topics } = pipeline
  const internal = await startInternalServer({ token, topicLog, topics, report, logger })
  const { sinkUrl, systemUrl } = internal

  const { API_TOKEN: _, ...forOthers } = options.env
  const forPublic = { ...options.env, SYSTEM_URL: systemUrl }

  /** Base URL of originals: the public service, through its activator. */
  let originalsUrl: string | undefined

  function optionsOf(plan: ServicePlan): ServiceOptions {
    const { name, public: isPublic, sinkTopic } = plan
    const next = downstreamOf(plan, pipeline.sources)
    return {
      ...options,
      main: options.mains.get(name) ?? '',
      ...(!isPublic && { host: '127.0.0.1', port: 0 }),
      env: {
        ...(isPublic ? forPublic : forOthers),
        ...(originalsUrl && { ORIGINALS_URL: originalsUrl }),
        INTERNAL_TOKEN: token,
        REQUIRE_INTERNAL_TOKEN: '1',
        ...(sinkTopic && { K_SINK: sinkUrl(sinkTopic) }),
      },
      // The services that receive its events start at the same time.
      onWake() {
        for (const service of services) if (next.has(service.plan.name)) service.wake()
      },
      logger: logger.child({ service: name }),
    }
  }
  const publicFirst = pipeline.services.toSorted((a, b) => Number(b.public) - Number(a.public))
  for (const plan of publicFirst) {
    const service = await startService(plan, optionsOf(plan))
    services.push(service)
    if (plan.public) originalsUrl = `${service.url}/internal/`
  }

  const cutOff = new AbortController()
  const deps = { topicLog, sinkUrl, token, cutOff: cutOff.signal, logger }
  const running = services.map((service) => ({
    ...service,
    closeSources: startSources(service, pipeline.sources, deps),
  }))
  const front = running.filter(({ plan }) => plan.public)
  const back = running.filter(({ plan }) => !plan.public)

  return {
    url: front[0]?.url ?? systemUrl,
    /** Resolves when the log is usable and every service has had a ready replica: all settings are valid. */
    ready: Promise.all([topicLog.ready, ...services.map(({ supervisor }) => supervisor.ready)]),
    /** Finishes pages in progress as far as time allows, then stops all parts; the next start continues. */
    async stop() {
      const endsAt = performance.now() + drainMs
      const timer = setTimeout(() => cutOff.abort(new Error('stopping')), drainMs)
      // Senders stop first, so that their events are still delivered. The public service stops after them, because they
      // fetch originals from it.
      const senders = back.filter(({ plan }) => plan.sinkTopic !== null)
      await Promise.all(senders.map((service) => service.closeSources()))
      const leftMs = Math.max(endsAt - performance.now(), replyMs)
      const frontStopped = front.map((service) => service.stop(leftMs))
      await Promise.all(running.map((service) => service.closeSources()))
      clearTimeout(timer)
      await Promise.all([...frontStopped, ...back.map((service) => service.stop(replyMs))])
      await internal.close()
      await topicLog.close()
      logger.info('stopped')
    },
  }
}

interface SourceDeps extends Pick<RuntimeOptions, 'logger'> {
  topicLog: TopicLog
  sinkUrl: (topic: string) => string
  token: string
  cutOff: AbortSignal
}

/** Starts a service's sources. They share one slot per request that its replicas can run, and one more per replica. */
function startSources(
  { plan, url, pool }: RunningService,
  all: SourcePlan[],
  { topicLog, sinkUrl, token, cutOff, logger: parentLogger }: SourceDeps,
): () => Promise<void> {
  const concurrency = plan.containerConcurrency || unboundedConcurrency
  const slotCount = plan.scale.maxScale * (concurrency + 1)
  const slots = createSlots(slotCount)
  const maxOpen = Math.min(Math.max(slotCount, minOpenRecords), maxWindow)
  const drain = new AbortController()
  const draining = drain.signal
  const sources = all
    .filter(({ service }) => service === plan.name)
    .flatMap(({ name, topics, group, delivery, deadLetterTopic }) => {
      const logger = parentLogger.child({ source: name })
      const deadLetter = deadLetterTopic ? createSender(sinkUrl(deadLetterTopic), { token }) : null
      const deliver = createDeliverer({
        url,
        token,
        delivery,
        deadLetter,
        slots,
        draining,
        cutOff,
        logger,
      })
      return topics.map((topic) => {
        const subscription = topicLog.subscribe({ topic, group, maxOpen })
        return startSource({ subscription, deliver, slots, draining, logger })
      })
    })
  return async () => {
    drain.abort(new Error('stopping'))
    // Rejects requests that wait for a replica.
    pool.close()
    await Promise.all(sources.map((source) => source.close()))
  }
}
