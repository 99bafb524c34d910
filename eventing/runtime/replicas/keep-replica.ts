import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import { exitCodeOfBadSettings } from '../../../functions/shared/process/run.ts'
import type { ReplicaProcess } from './process/replica-process.ts'
import type { ReplicaPool } from './replica-pool.ts'

export interface ReplicaKeeperDeps {
  start: () => Promise<ReplicaProcess>
  pool: ReplicaPool
  /** Time that a replica has to answer its requests. */
  graceMs: number
  /** Called when a replica is healthy, `startMs` after its start. */
  onReady: (startMs: number, replica: ReplicaProcess) => void
  /** Called when a replica ends unexpectedly. */
  onDeath: () => void
  /** Called when a replica ends because of invalid settings: a restart cannot help. */
  onBadSettings: () => void
  logger: Logger
}

/** Keeps one replica running: restarts it when it dies, until retired or stopped. */
export interface ReplicaKeeper {
  /** The current process, if there is one. */
  replica(): ReplicaProcess | null
  /** Ends the replica after its requests are answered; resolves when it has ended. */
  retire(): Promise<void>
  /** Sends SIGTERM now, and SIGKILL after `graceMs`; resolves when the replica has ended. */
  stop(graceMs: number): Promise<void>
}

/**
 * Time healthy after which a replica's end is blamed on its request: the restart has no delay, so that a page that
 * crashes its replica does not delay others.
 */
const steadyMs = 1000

export function keepReplica(deps: ReplicaKeeperDeps): ReplicaKeeper {
  const { start, pool, logger } = deps
  const retired = new AbortController()
  let current: ReplicaProcess | null = null

  async function keep(): Promise<void> {
    for (let failures = 0; !retired.signal.aborted; ) {
      const { code, signal, readyMs } = await runOnce().catch((error) => {
        logger.error({ err: error }, 'replica could not be started')
        return { code: null, signal: null, readyMs: 0 }
      })
      if (retired.signal.aborted) return
      if (code === exitCodeOfBadSettings) return deps.onBadSettings()
      deps.onDeath()
      failures = readyMs > steadyMs ? 0 : failures + 1
      const backoffMs = restartDelay(failures)
      logger.warn({ code, signal, backoffMs }, 'replica ended, will be restarted')
      await pause(backoffMs, undefined, retired).catch(() => {})
    }
  }

  /** Runs one replica to its end; returns its exit, and how long it had been healthy. */
  async function runOnce() {
    const startedAt = performance.now()
    const replica = await start()
    // Retired during the start, when `current` was not set yet.
    if (retired.signal.aborted) await replica.stop(0)
    current = replica
    let readyAt = Number.POSITIVE_INFINITY
    replica.healthy().then(
      () => {
        if (retired.signal.aborted) return
        readyAt = performance.now()
        pool.add(replica)
        deps.onReady(readyAt - startedAt, replica)
      },
      () => {},
    )
    const end = await replica.ended
    void pool.remove(replica)
    current = null
    return { ...end, readyMs: Math.max(performance.now() - readyAt, 0) }
  }

  /** Waits for the replica's requests before SIGTERM. */
  async function endWhenIdle(replica: ReplicaProcess): Promise<void> {
    const deadline = new AbortController()
    const late = pause(deps.graceMs, undefined, deadline).catch(() => {})
    await Promise.race([pool.remove(replica), replica.ended, late])
    deadline.abort()
    await replica.stop(deps.graceMs)
  }

  const kept = keep()
  return {
    replica: () => current,
    async retire() {
      retired.abort()
      if (current) await endWhenIdle(current)
      await kept
    },
    async stop(graceMs) {
      retired.abort()
      if (current) {
        void pool.remove(current)
        await current.stop(graceMs)
      }
      await kept
    },
  }
}

/** 0 after the first failure, then 0.2 s doubling up to 10 s. */
export function restartDelay(failures: number): number {
  return failures <= 1 ? 0 : Math.min(100 * 2 ** (failures - 1), 10_000)
}
