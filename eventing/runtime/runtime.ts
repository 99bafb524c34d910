import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import type { Log } from '../../functions/shared/log.ts'
import { closeServer, listen, slowClientLimits } from '../../functions/shared/serve.ts'
import { createSender } from '../../functions/shared/sink.ts'
import { openSqliteLog } from '../log/sqlite-log.ts'
import type { TopicLog } from '../log/topic-log.ts'
import { createSinkApp } from '../sink/app.ts'
import { createDeliverer } from '../source/deliverer.ts'
import { createSlots } from '../source/slots.ts'
import { type Source, startSource } from '../source/source.ts'
import { createActivator } from './activator.ts'
import type { Pipeline, ServicePlan } from './read-pipeline.ts'
import { createReplicaPool } from './replica-pool.ts'
import { startReplica } from './replica-process.ts'
import { type Supervisor, supervise } from './supervisor.ts'
import { reportSystem } from './system-report.ts'

export interface RuntimeOptions {
  pipeline: Pipeline
  functionsDir: string
  dataDir: string
  /** Where the public service listens; every other one is on 127.0.0.1. */
  host: string
  port: number
  /** What the shell said: it goes before what the YAML says. */
  env: Record<string, string | undefined>
  onBadSettings: () => void
  log: Log
}

export interface RunningService {
  plan: ServicePlan
  pool: ReturnType<typeof createReplicaPool>
  supervisor: Supervisor
  server: Server
  url: string
  /** How many replicas it is to have. */
  replicas: number
}

/** Records that a source holds at once, those between two attempts included. */
const maxOpenRecords = 64

/** Runs a pipeline on this machine: log, sinks, services, sources. */
export async function startRuntime(options: RuntimeOptions) {
  const { pipeline, log } = options
  const topicLog = openSqliteLog(
    join(options.dataDir, 'log.sqlite'),
    pipeline.topics.map(({ name }) => name),
  )
  const services: RunningService[] = []
  const internal = await startInternalServer(options, topicLog, services)
  for (const plan of pipeline.services) {
    services.push(await startService(plan, options, internal.url))
  }
  const stopping = new AbortController()
  const sources = services.flatMap((service) =>
    startSources(service, options, internal.url, topicLog, stopping.signal),
  )
  const publicService = services.find(({ plan }) => plan.public)

  return {
    url: publicService?.url ?? internal.url,
    /** Resolves when the public service answers. */
    ready: publicService?.supervisor.ready ?? Promise.resolve(),
    /** Lets pages that are being read finish, then ends everything; what is left goes on at the next start. */
    async stop() {
      const [front, back] = [true, false].map((isPublic) =>
        services.filter(({ plan }) => plan.public === isPublic),
      )
      const cutOff = setTimeout(() => stopping.abort(new Error('stopping')), 6000)
      await Promise.all([
        ...(front ?? []).map(stopService),
        ...sources.map((source) => source.close()),
      ])
      clearTimeout(cutOff)
      await Promise.all((back ?? []).map(stopService))
      await closeServer(internal.server)
      await topicLog.close()
      log.info('stopped')
    },
  }
}

async function stopService({ supervisor, server, pool }: RunningService): Promise<void> {
  const closed = closeServer(server)
  pool.close()
  await supervisor.stop(2000)
  server.closeAllConnections()
  await closed
}

/** What only the runtime's own children and sources call: a sink for each topic, and the system's report. */
async function startInternalServer(
  { pipeline, log }: RuntimeOptions,
  topicLog: TopicLog,
  services: RunningService[],
) {
  const app = new Hono()
  for (const { name, maxMessageBytes } of pipeline.topics) {
    const sink = { log: topicLog, topic: name, maxEventBytes: maxMessageBytes, logger: log }
    app.route(`/topics/${name}`, createSinkApp(sink))
  }
  app.get('/system', async (c) => c.json(await reportSystem(services, pipeline, topicLog)))
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  await listen(server, '127.0.0.1', 0)
  return { server, url: urlOf(server, '127.0.0.1') }
}

async function startService(
  plan: ServicePlan,
  options: RuntimeOptions,
  internalUrl: string,
): Promise<RunningService> {
  const log = options.log.child({ service: plan.name })
  const replicas = Math.min(plan.maxScale ?? availableParallelism(), availableParallelism())
  const pool = createReplicaPool(plan.containerConcurrency)
  const server = createServer(
    slowClientLimits,
    createActivator({ pool, timeoutMs: plan.timeoutMs, log }),
  )
  const [host, port] = plan.public ? [options.host, options.port] : ['127.0.0.1', 0]
  await listen(server, host, port)
  const env = {
    ...plan.env,
    ...options.env,
    ...(plan.sinkTopic && { K_SINK: `${internalUrl}/topics/${plan.sinkTopic}` }),
    SYSTEM_URL: `${internalUrl}/system`,
  }
  const main = join(options.functionsDir, plan.name, 'main.ts')
  const start = () => startReplica(main, env)
  const { onBadSettings } = options
  const supervisor = supervise({ replicas, start, pool, onBadSettings, log })
  return { plan, pool, server, supervisor, replicas, url: urlOf(server, host) }
}

function startSources(
  { plan, url, replicas }: RunningService,
  { pipeline, log }: RuntimeOptions,
  internalUrl: string,
  topicLog: TopicLog,
  stopping: AbortSignal,
): Source[] {
  // What its replicas can run, and one waiting for each, so that none is idle between two pages.
  const concurrency = plan.containerConcurrency || 100
  const slots = createSlots(replicas * concurrency + replicas)
  return pipeline.sources
    .filter(({ service }) => service === plan.name)
    .flatMap(({ name, topics, group, delivery, deadLetterTopic }) => {
      const logger = log.child({ source: name })
      const deadLetter = deadLetterTopic
        ? createSender(`${internalUrl}/topics/${deadLetterTopic}`)
        : null
      const deliver = createDeliverer({ url, delivery, deadLetter, slots, stopping, log: logger })
      return topics.map((topic) =>
        startSource({
          subscription: topicLog.subscribe({ topic, group }),
          deliver,
          slots,
          maxOpen: maxOpenRecords,
          log: logger,
        }),
      )
    })
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
