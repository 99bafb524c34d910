import { join } from 'node:path'
import { createSender } from '../../functions/shared/sink.ts'
import { openSqliteLog } from '../log/sqlite-log.ts'
import type { TopicLog } from '../log/topic-log.ts'
import { createDeliverer } from '../source/deliverer.ts'
import { createSlots } from '../source/slots.ts'
import { startSource } from '../source/source.ts'
import { startInternalServer } from './internal-server.ts'
import type { Pipeline, ServicePlan, SourcePlan } from './read-pipeline.ts'
import { type RunningService, type ServiceOptions, startService } from './service.ts'
import { reportSystem } from './system-report.ts'

export interface RuntimeOptions extends ServiceOptions {
  pipeline: Pipeline
  dataDir: string
}

/** Records that a source holds at once, those between two attempts included: each is in memory. */
const maxOpenRecords = 64
/** What a replica without a bound is taken to run at once: the default target of Knative's autoscaler. */
const unboundedConcurrency = 100
/** For pages that are being read when the runtime is stopped. */
const drainMs = 6000

/** Runs a pipeline on this machine: log, sinks, services, sources. The public service has `host` and `port`. */
export async function startRuntime(options: RuntimeOptions) {
  const { pipeline, log } = options
  const topicLog = openSqliteLog(
    join(options.dataDir, 'log.sqlite'),
    pipeline.topics.map(({ name }) => name),
  )
  const services: RunningService[] = []
  const report = () => reportSystem(services, pipeline, topicLog)
  const internal = await startInternalServer({ topicLog, topics: pipeline.topics, report, log })
  const { sinkUrl, systemUrl } = internal

  function optionsOf({ name, public: isPublic, sinkTopic }: ServicePlan): ServiceOptions {
    return {
      ...options,
      ...(!isPublic && { host: '127.0.0.1', port: 0 }),
      env: {
        ...options.env,
        ...(sinkTopic && { K_SINK: sinkUrl(sinkTopic) }),
        SYSTEM_URL: systemUrl,
      },
      log: log.child({ service: name }),
    }
  }
  for (const plan of pipeline.services) services.push(await startService(plan, optionsOf(plan)))

  const stopping = new AbortController()
  const deps = { topicLog, sinkUrl, stopping: stopping.signal, log }
  const sources = services.flatMap((service) => startSources(service, pipeline.sources, deps))
  const publicServices = services.filter(({ plan }) => plan.public)
  const internalServices = services.filter(({ plan }) => !plan.public)

  return {
    url: publicServices[0]?.url ?? systemUrl,
    /** Resolves when the public service answers. */
    ready: publicServices[0]?.supervisor.ready ?? Promise.resolve(),
    /** Lets pages that are being read finish, then ends everything; what is left goes on at the next start. */
    async stop() {
      const cutOff = setTimeout(() => stopping.abort(new Error('stopping')), drainMs)
      await Promise.all([
        ...publicServices.map((service) => service.stop()),
        ...sources.map((source) => source.close()),
      ])
      clearTimeout(cutOff)
      await Promise.all(internalServices.map((service) => service.stop()))
      await internal.close()
      await topicLog.close()
      log.info('stopped')
    },
  }
}

interface SourceDeps extends Pick<RuntimeOptions, 'log'> {
  topicLog: TopicLog
  sinkUrl: (topic: string) => string
  stopping: AbortSignal
}

/** All sources of one service. They share what its replicas can run, and one waiting for each of them. */
function startSources(
  { plan, url, replicas }: RunningService,
  all: SourcePlan[],
  deps: SourceDeps,
) {
  const { topicLog, sinkUrl, stopping } = deps
  const concurrency = plan.containerConcurrency || unboundedConcurrency
  const slots = createSlots(replicas * concurrency + replicas)
  return all
    .filter(({ service }) => service === plan.name)
    .flatMap(({ name, topics, group, delivery, deadLetterTopic }) => {
      const log = deps.log.child({ source: name })
      const deadLetter = deadLetterTopic ? createSender(sinkUrl(deadLetterTopic)) : null
      const deliver = createDeliverer({ url, delivery, deadLetter, slots, stopping, log })
      return topics.map((topic) => {
        const subscription = topicLog.subscribe({ topic, group })
        return startSource({ subscription, deliver, slots, maxOpen: maxOpenRecords, log })
      })
    })
}
