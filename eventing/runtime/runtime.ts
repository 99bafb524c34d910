import { randomBytes } from 'node:crypto'
import { createSender } from '../../functions/shared/events/sink.ts'
import type { TopicLog } from '../log/topic-log.ts'
import { maxWindow } from '../log/window.ts'
import { createDeliverer } from '../source/delivery/deliverer.ts'
import { createSlots } from '../source/slots.ts'
import { startSource } from '../source/source.ts'
import { startInternalServer } from './inside/internal-server.ts'
import { downstreamOf } from './pipeline/downstream.ts'
import type { Pipeline, ServicePlan, SourcePlan } from './pipeline/read-pipeline.ts'
import { type RunningService, type ServiceOptions, startService } from './service.ts'
import { reportSystem } from './system-report.ts'

export interface RuntimeOptions extends Omit<ServiceOptions, 'main' | 'onWake'> {
  pipeline: Pipeline
  /** The functions' process files, by name. */
  mains: Map<string, string>
  topicLog: TopicLog
}

/** Records that a source holds at least, those between two attempts included: each is in memory. */
const minOpenRecords = 64
/** What a replica without a bound is taken to run at once: the default target of Knative's autoscaler. */
const unboundedConcurrency = 100
/** For uploads and pages that are under way when the runtime is stopped; then 2 s to say so. */
const drainMs = 6000
const replyMs = 2000

/** Runs a pipeline on this machine: log, sinks, services, sources. The public service has `host` and `port`. */
export async function startRuntime(options: RuntimeOptions) {
  const { pipeline, topicLog, logger } = options
  const token = randomBytes(32).toString('base64url')
  const services: RunningService[] = []
  const report = () => reportSystem(services, pipeline, topicLog)
  const { topics } = pipeline
  const internal = await startInternalServer({ token, topicLog, topics, report, logger: logger })
  const { sinkUrl, systemUrl } = internal

  const { API_TOKEN: _, ...forOthers } = options.env
  const forPublic = { ...options.env, SYSTEM_URL: systemUrl }

  /** Where the others have originals from: of the public service, through its activator. */
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
      // What it will send is wanted there: they start side by side.
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
  const deps = { topicLog, sinkUrl, token, cutOff: cutOff.signal, logger: logger }
  const running = services.map((service) => ({
    ...service,
    closeSources: startSources(service, pipeline.sources, deps),
  }))
  const front = running.filter(({ plan }) => plan.public)
  const back = running.filter(({ plan }) => !plan.public)

  return {
    url: front[0]?.url ?? systemUrl,
    /** Resolves when every service has a replica and the log answers: none has anything against its settings. */
    ready: Promise.all([topicLog.ready, ...services.map(({ supervisor }) => supervisor.ready)]),
    /** Lets what is being read finish, then ends everything; what is left goes on at the next start. */
    async stop() {
      const endsAt = performance.now() + drainMs
      const timer = setTimeout(() => cutOff.abort(new Error('stopping')), drainMs)
      // Those that send events on come first, so that what they send is still delivered; and the public one has the
      // originals that they read.
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

/** Starts all sources of one service. They share what its replicas can run, and one waiting for each of them. */
function startSources(
  { plan, url, pool }: RunningService,
  all: SourcePlan[],
  { topicLog, sinkUrl, token, cutOff, logger: parentLog }: SourceDeps,
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
      const logger = parentLog.child({ source: name })
      const deadLetter = deadLetterTopic ? createSender(sinkUrl(deadLetterTopic), { token }) : null
      const ends = { draining, cutOff }
      const deliver = createDeliverer({
        url,
        token,
        delivery,
        deadLetter,
        slots,
        ...ends,
        logger,
      })
      return topics.map((topic) => {
        const subscription = topicLog.subscribe({ topic, group, maxOpen })
        return startSource({ subscription, deliver, slots, draining, logger })
      })
    })
  return async () => {
    drain.abort(new Error('stopping'))
    // What waits for a replica is not begun any more.
    pool.close()
    await Promise.all(sources.map((source) => source.close()))
  }
}
