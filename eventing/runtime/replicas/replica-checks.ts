import type { Logger } from '../../../functions/shared/process/logger.ts'
import { type ProcessUsage, usageOf as readUsage } from './process/process-usage.ts'
import type { ReplicaProcess } from './process/replica-process.ts'
import type { ReplicaPool } from './replica-pool.ts'
import type { Supervisor } from './supervisor.ts'

export interface ReplicaChecksDeps {
  supervisor: Pick<Supervisor, 'replicas' | 'replace'>
  pool: Pick<ReplicaPool, 'has'>
  /** Limit of one replica; null for no limit. */
  memoryBytes: number | null
  usageOf?: (pid: number) => Promise<ProcessUsage>
  logger: Logger
}

/** Interval and failures are the defaults of Kubernetes's liveness probe. */
const intervalMs = 10_000
const probeTimeoutMs = 5000
const maxFailures = 3
/** Higher before a replica is healthy for the first time: a slow disk or a store migration takes time. */
const maxStartFailures = 60

/**
 * Checks each replica once. Kills a replica in use after three failed probes in a row, and a starting one after ten
 * minutes; the supervisor restarts it. A replica above its memory limit is replaced when its requests are answered.
 */
export function createReplicaChecks(deps: ReplicaChecksDeps): () => Promise<void> {
  const { supervisor, pool, memoryBytes, usageOf = readUsage, logger } = deps
  const failures = new WeakMap<ReplicaProcess, number>()

  async function checkLiveness(replica: ReplicaProcess): Promise<void> {
    const failed = (await replica.isAlive(probeTimeoutMs)) ? 0 : (failures.get(replica) ?? 0) + 1
    failures.set(replica, failed)
    if (failed < (pool.has(replica) ? maxFailures : maxStartFailures)) return
    logger.error({ pid: replica.pid }, 'replica does not answer, killing it')
    replica.kill()
  }

  async function checkMemory(replica: ReplicaProcess): Promise<void> {
    if (memoryBytes === null) return
    const { rssBytes } = await usageOf(replica.pid)
    if (rssBytes === null || rssBytes <= memoryBytes) return
    logger.warn(
      { pid: replica.pid, rssBytes, memoryBytes },
      'replica exceeds its memory limit, replacing it',
    )
    supervisor.replace(replica)
  }

  return async () => {
    const replicas = supervisor.replicas().map(({ process }) => process)
    await Promise.all([...replicas.map(checkLiveness), ...replicas.map(checkMemory)])
  }
}

/** Checks periodically. */
export function startReplicaChecks(deps: ReplicaChecksDeps): { stop(): void } {
  const timer = setInterval(createReplicaChecks(deps), intervalMs).unref()
  return { stop: () => clearInterval(timer) }
}
