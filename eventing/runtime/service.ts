import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerHalfClosed, handleRequests } from '../../functions/shared/http/early-answers.ts'
import { closeServer, listen, slowClientLimits } from '../../functions/shared/http/serve.ts'
import type { Logger } from '../../functions/shared/process/logger.ts'
import { refuseBrowsers } from './internal/refuse-browsers.ts'
import type { ServicePlan } from './pipeline/read-pipeline.ts'
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
  /** Called when the service scales up from zero. */
  onWake: () => void
  logger: Logger
}

/** Longer than the start of a replica, shorter than any source's delivery timeout. */
const holdMs = 20_000

/** Starts a service: an activator, and an autoscaled number of replicas behind it. */
export async function startService(
  plan: ServicePlan,
  { main, host, port, env, onBadSettings, onWake, logger }: ServiceOptions,
): Promise<RunningService> {
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

  const supervisor = supervise({ start, pool, graceMs: timeoutMs, onBadSettings, logger })
  const scaler = startScaler({ policy, pool, supervisor, onWake, logger })
  const checks = startReplicaChecks({ supervisor, pool, memoryBytes, logger })
  const activator = createActivator({
    pool,
    onRequest: scaler.request,
    timeoutMs,
    holdMs,
    logger,
  })
  handleRequests(server, plan.public ? activator : refuseBrowsers(activator))
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

export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
