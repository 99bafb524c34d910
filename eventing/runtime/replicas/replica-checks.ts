import type { Logger } from '../../../functions/shared/process/logger.ts'
import { type ProcessUsage, usageOf as readUsage } from './process/process-usage.ts'
import type { ReplicaProcess } from './process/replica-process.ts'
import type { ReplicaPool } from './replica-pool.ts'
import type { Supervisor } from './supervisor.ts'

export interface ReplicaChecksDeps {
  supervisor: Pick<Supervisor, 'processes' | 'replace'>
  pool: Pick<ReplicaPool, 'has'>
  /** Of one replica; null for no limit. */
  memoryBytes: number | null
  usageOf?: (pid: number) => Promise<ProcessUsage>
  logger: Logger
}

/** As long as Kubernetes waits for a liveness probe that says nothing else, and as often. */
const everyMs = 10_000
const probeTimeoutMs = 5000
const failuresInARow = 3
/** For one that has not been ready: a slow disk, or a store that is brought up to date, takes its time. */
const failuresAtStart = 60

/**
 * One look at each replica. One that is in use and does not answer three times in a row is killed, and its
 * place filled again, as is one that is not ready after ten minutes; one that has more memory than it may
 * have is replaced after what it is doing.
 */
export function createReplicaChecks(deps: ReplicaChecksDeps): () => Promise<void> {
  const { supervisor, pool, memoryBytes, usageOf = readUsage, logger } = deps
  const failures = new WeakMap<ReplicaProcess, number>()

  async function checkLife(replica: ReplicaProcess): Promise<void> {
    const failed = (await replica.isAlive(probeTimeoutMs)) ? 0 : (failures.get(replica) ?? 0) + 1
    failures.set(replica, failed)
    if (failed < (pool.has(replica) ? failuresInARow : failuresAtStart)) return
    logger.error({ pid: replica.pid }, 'replica does not answer, and is killed')
    replica.kill()
  }

  async function checkMemory(replica: ReplicaProcess): Promise<void> {
    if (memoryBytes === null) return
    const { rssBytes } = await usageOf(replica.pid)
    if (rssBytes === null || rssBytes <= memoryBytes) return
    logger.warn(
      { pid: replica.pid, rssBytes, memoryBytes },
      'replica has too much memory, and is replaced',
    )
    supervisor.replace(replica)
  }

  return async () => {
    const replicas = supervisor.processes()
    await Promise.all([...replicas.map(checkLife), ...replicas.map(checkMemory)])
  }
}

/** Looks from time to time. */
export function startReplicaChecks(deps: ReplicaChecksDeps): { stop(): void } {
  const timer = setInterval(createReplicaChecks(deps), everyMs).unref()
  return { stop: () => clearInterval(timer) }
}
