import { createServer, type RequestListener } from 'node:http'
import { answerHalfClosed, handleRequests } from '../../functions/shared/http/early-answers.ts'
import { closeServer, listen, slowClientLimits, urlOf } from '../../functions/shared/http/serve.ts'
import type { Logger } from '../../functions/shared/process/logger.ts'
import type { Metrics } from '../../functions/shared/telemetry/metrics.ts'
import type { Tracer } from '../../functions/shared/telemetry/spans.ts'
import type { ServicePlan } from '../pipeline/read-pipeline.ts'
import { refuseBrowsers } from './internal/refuse-browsers.ts'
import { lowerPriority } from './replicas/process/lower-priority.ts'
import { startReplica } from './replicas/process/replica-process.ts'
import { startReplicaChecks } from './replicas/replica-checks.ts'
import { createReplicaPool, type ReplicaPool } from './replicas/replica-pool.ts'
import { type Supervisor, supervise } from './replicas/supervisor.ts'
import { createActivator } from './scaling/activator.ts'
import { startScaler } from './scaling/scaler.ts'

export interface RunningService {
  plan: ServicePlan
  /** URL of its activator. */
  url: string
  pool: ReplicaPool
  supervisor: Supervisor
  /** Starts a replica if there is none. */
  wake: () => void
  /** Refuses new requests, gives its replicas `graceMs` for the running ones, and ends them. */
  stop(graceMs: number): Promise<void>
}

export interface ServiceOptions {
  /** The function's process file. */
  main: string
  host: string
  port: number
  env: Record<string, string | undefined>
  onBadSettings: () => void
  /** Called for each request. */
  onRequest?: () => void
  /** Called when the service scales up from zero, and a public one when it has received a large upload. */
  onWake: () => void
  metrics: Metrics
  tracer?: Tracer | undefined
  logger: Logger
}

/** Longer than the start of a replica, shorter than any source's delivery timeout. */
const holdMs = 20_000

/** Size from which an upload is long enough in saving for a replica to start meanwhile. */
const largeBytes = 8 * 1024 * 1024

/** Starts a service: an activator, and an autoscaled number of replicas behind it. */
export async function startService(
  plan: ServicePlan,
  options: ServiceOptions,
): Promise<RunningService> {
  const { main, host, port, env, onBadSettings, onRequest, onWake } = options
  const { metrics, tracer, logger } = options
  const { scale: policy, timeoutMs, memoryBytes } = plan
  const pool = createReplicaPool(plan.containerConcurrency)
  const start = async () => {
    const replica = await startReplica(main, { ...plan.env, ...env })
    if (plan.containerConcurrency === 1) void lowerPriority(replica.pid)
    return replica
  }
  const server = createServer(slowClientLimits)
  if (plan.public) answerHalfClosed(server)
  await listen(server, host, port)

  const { name: service } = plan
  const supervisor = supervise({
    ...{ start, pool, graceMs: timeoutMs, onBadSettings, logger },
    onReady(startMs, replica) {
      const parts = { listen: replica.listenMs(), ready: startMs }
      for (const [part, ms] of Object.entries(parts)) {
        if (ms !== null) metrics.record('faas.init_duration', { service, part }, ms / 1000)
      }
    },
  })
  const scaler = startScaler({ policy, pool, supervisor, onWake, logger })
  const checks = startReplicaChecks({ supervisor, pool, memoryBytes, logger })
  const activator = createActivator({
    pool,
    onRequest() {
      onRequest?.()
      return scaler.request()
    },
    timeoutMs,
    holdMs,
    service,
    ...(!plan.public && { tracer }),
    onAcquired(waitedMs) {
      if (plan.public) return
      metrics.record(
        'glyphflow.page.stage.duration',
        { stage: 'replica', service },
        waitedMs / 1000,
      )
    },
    logger,
  })
  const publicActivator: RequestListener = (req, res) => {
    const isLarge = Number(req.headers['content-length']) > largeBytes
    // Not at its start, since it may arrive slowly; and not if it was refused before its end.
    if (isLarge) req.once('end', () => res.headersSent || onWake())
    activator(req, res)
  }
  handleRequests(server, plan.public ? publicActivator : refuseBrowsers(activator))
  return {
    ...{ plan, pool, supervisor },
    wake: scaler.wake,
    url: urlOf(server),
    async stop(graceMs) {
      scaler.stop()
      checks.stop()
      const closed = closeServer(server)
      pool.close()
      await supervisor.stop(graceMs)
      server.closeAllConnections()
      await closed
    },
  }
}
