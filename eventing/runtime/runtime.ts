import { randomBytes } from 'node:crypto'
import { observeLag } from '../log/lag-metrics.ts'
import { reportTopics } from '../log/report-topics.ts'
import type { TopicLog } from '../log/topic-log.ts'
import { downstreamOf } from '../pipeline/downstream.ts'
import type { Pipeline, ServicePlan } from '../pipeline/read-pipeline.ts'
import { startSources } from '../source/start-sources.ts'
import { startInternalServer } from './internal/internal-server.ts'
import { observeService } from './observation/service-metrics.ts'
import { targetsOf } from './observation/targets.ts'
import { type RunningService, type ServiceOptions, startService } from './service.ts'
import { createHistory } from './system/history.ts'
import { isAtRest, sampleService } from './system/sample.ts'
import { reportSystem } from './system/system-report.ts'

export interface RuntimeOptions extends Omit<ServiceOptions, 'main' | 'onRequest' | 'onWake'> {
  pipeline: Pipeline
  /** Process file of each function, by name. */
  mains: Map<string, string>
  topicLog: TopicLog
}

/** Time for uploads and pages in progress at a stop; after it, `replyMs` for the answers. */
const drainMs = 6000
const replyMs = 2000

/** Runs a pipeline on this machine: log, sinks, services, sources. The public service listens on `host` and `port`. */
export async function startRuntime(options: RuntimeOptions) {
  const { pipeline, topicLog, metrics, tracer, logger } = options
  const token = randomBytes(32).toString('base64url')
  const services: RunningService[] = []
  const report = () => reportSystem(services, pipeline, topicLog)
  const history = createHistory({
    take: async () => ({
      services: services.map(sampleService),
      topics: await reportTopics(pipeline, topicLog),
    }),
    isAtRest: (sample) => isAtRest(sample, pipeline.services),
  })
  const { topics } = pipeline
  const internal = await startInternalServer({
    ...{ token, topicLog, topics, report, history: history.read },
    ...{ metrics, tracer, logger },
  })
  const { sinkUrl, systemUrl } = internal

  const { API_TOKEN: _, ...forOthers } = options.env
  const forPublic = { ...options.env, SYSTEM_URL: systemUrl }

  /** Base URL of originals: the public service, through its activator. */
  let originalsUrl: string | undefined

  function optionsOf(plan: ServicePlan): ServiceOptions {
    const { name, public: isPublic, sinks } = plan
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
        ...Object.fromEntries(
          Object.entries(sinks).map(([variable, topic]) => [variable, sinkUrl(topic)]),
        ),
      },
      // Each open page has requests to the public service all the time.
      ...(!isPublic && { onRequest: history.touch }),
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
    observeService(metrics, service)
    if (plan.public) originalsUrl = `${service.url}/internal/`
  }

  observeLag(metrics, pipeline, topicLog)
  // Replicas of initial-scale start without a request.
  history.touch()

  const cutOff = new AbortController()
  const sourcesDeps = {
    topicLog,
    sinkUrl,
    token,
    cutOff: cutOff.signal,
    ...{ metrics, tracer, logger },
  }
  const running = services.map((service) => {
    const { plan, url } = service
    const sources = startSources(plan, pipeline.sources, { ...sourcesDeps, url, isShared: false })
    async function closeSources() {
      const closed = sources.close()
      // Rejects requests that wait for a replica.
      service.pool.close()
      await closed
    }
    return { ...service, closeSources }
  })
  const front = running.filter(({ plan }) => plan.public)
  const back = running.filter(({ plan }) => !plan.public)

  return {
    url: front[0]?.url ?? systemUrl,
    /** Targets of a Prometheus, of which the runtime has this port. */
    targets: (port: number) => targetsOf(port, services),
    /** Resolves when the log is usable and every service has had a ready replica: all settings are valid. */
    ready: Promise.all([topicLog.ready, ...services.map(({ supervisor }) => supervisor.ready)]),
    /** Finishes pages in progress as far as time allows, then stops all parts; the next start continues. */
    async stop() {
      const endsAt = performance.now() + drainMs
      const timer = setTimeout(() => cutOff.abort(new Error('stopping')), drainMs)
      // Senders stop first, so that their events are still delivered. The public service stops after them, because they
      // fetch originals from it.
      const senders = back.filter(({ plan }) => Object.keys(plan.sinks).length > 0)
      await Promise.all(senders.map((service) => service.closeSources()))
      const leftMs = Math.max(endsAt - performance.now(), replyMs)
      const frontStopped = front.map((service) => service.stop(leftMs))
      await Promise.all(running.map((service) => service.closeSources()))
      clearTimeout(timer)
      await Promise.all([...frontStopped, ...back.map((service) => service.stop(replyMs))])
      history.stop()
      await internal.close()
      await topicLog.close()
      logger.info('stopped')
    },
  }
}
