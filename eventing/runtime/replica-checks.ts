import type { Log } from '../../functions/shared/log.ts'
import { usageOf } from './process-usage.ts'
import type { ReplicaProcess } from './replica-process.ts'
import type { Supervisor } from './supervisor.ts'

export interface ReplicaChecksDeps {
  supervisor: Pick<Supervisor, 'processes' | 'replace'>
  /** Of one replica; null for no limit. */
  memoryBytes: number | null
  log: Log
  everyMs?: number
}

/** As long as Kubernetes waits for a liveness probe that says nothing else, and as often. */
const defaultEveryMs = 10_000
const probeTimeoutMs = 5000
const failuresInARow = 3

/**
 * Looks at each replica from time to time. One that does not answer three times in a row is killed, and
 * its place filled again; one that has more memory than it may have is replaced after what it is doing.
 */
export function startReplicaChecks(deps: ReplicaChecksDeps): { stop(): void } {
  const { supervisor, memoryBytes, log, everyMs = defaultEveryMs } = deps
  const failures = new WeakMap<ReplicaProcess, number>()

  async function checkLife(replica: ReplicaProcess): Promise<void> {
    const failed = (await replica.isAlive(probeTimeoutMs)) ? 0 : (failures.get(replica) ?? 0) + 1
    failures.set(replica, failed)
    if (failed < failuresInARow) return
    log.error({ pid: replica.pid }, 'replica does not answer, and is killed')
    replica.kill()
  }

  async function checkMemory(replica: ReplicaProcess): Promise<void> {
    if (memoryBytes === null) return
    const { rssBytes } = await usageOf(replica.pid)
    if (rssBytes === null || rssBytes <= memoryBytes) return
    log.warn(
      { pid: replica.pid, rssBytes, memoryBytes },
      'replica has too much memory, and is replaced',
    )
    supervisor.replace(replica)
  }

  const timer = setInterval(() => {
    for (const replica of supervisor.processes()) {
      void checkLife(replica)
      void checkMemory(replica)
    }
  }, everyMs).unref()
  return { stop: () => clearInterval(timer) }
}
