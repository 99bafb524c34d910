import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../../functions/shared/log.ts'
import { closeServer, listen, slowClientLimits } from '../../functions/shared/serve.ts'
import { createActivator } from './activator.ts'
import type { ServicePlan } from './read-pipeline.ts'
import { createReplicaPool, type ReplicaPool } from './replica-pool.ts'
import { startReplica } from './replica-process.ts'
import { type Supervisor, supervise } from './supervisor.ts'

export interface RunningService {
  plan: ServicePlan
  /** Of its activator. */
  url: string
  /** How many replicas it is to have. */
  replicas: number
  pool: ReplicaPool
  supervisor: Supervisor
  /** Takes no more requests, gives its replicas some time to answer those that they have, and ends them. */
  stop(graceMs: number): Promise<void>
}

export interface ServiceOptions {
  functionsDir: string
  host: string
  port: number
  env: Record<string, string | undefined>
  onBadSettings: () => void
  log: Log
}

/** Longer than a replica takes to start, and shorter than any source's timeout for the whole delivery. */
const holdMs = 20_000

/** Starts a service's replicas, and the activator in front of them. */
export async function startService(
  plan: ServicePlan,
  { functionsDir, host, port, env, onBadSettings, log }: ServiceOptions,
): Promise<RunningService> {
  const replicas = Math.min(plan.maxScale ?? availableParallelism(), availableParallelism())
  const pool = createReplicaPool(plan.containerConcurrency)
  const activator = createActivator({ pool, timeoutMs: plan.timeoutMs, holdMs, log })
  const server = createServer(slowClientLimits, activator)
  await listen(server, host, port)
  const main = join(functionsDir, plan.name, 'main.ts')
  const start = () => startReplica(main, { ...plan.env, ...env })
  const supervisor = supervise({ replicas, start, pool, onBadSettings, log })
  return {
    ...{ plan, replicas, pool, supervisor },
    url: urlOf(server),
    async stop(graceMs) {
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
