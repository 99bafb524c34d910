import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import { exitCodeOfBadSettings } from '../../../functions/shared/process/run.ts'
import type { ReplicaProcess } from './process/replica-process.ts'
import type { ReplicaPool } from './replica-pool.ts'

export interface PlaceDeps {
  start: () => Promise<ReplicaProcess>
  pool: ReplicaPool
  /** How long a replica may take to answer what it has. */
  graceMs: number
  /** A replica answers requests, so long after it was started. */
  onReady: (startMs: number) => void
  /** A replica ended that was not told to. */
  onDeath: () => void
  /** It ended of its own settings: starting it again cannot help. */
  onBadSettings: () => void
  logger: Logger
}

/** A place for one replica, which is started again when it dies, until the place is given up. */
export interface Place {
  /** While there is a process. */
  replica(): ReplicaProcess | null
  /** Ends the replica once it has answered what it has; resolves when it has ended. */
  giveUp(): Promise<void>
  /** Tells the replica to end now, and kills it after `graceMs`; resolves when it has ended. */
  stop(graceMs: number): Promise<void>
}

/**
 * One that was ready for this long is taken for a good one, and its end for that of what it was given: the
 * next one is started at once, so that a page that ends its replica holds up no others.
 */
const steadyMs = 1000

export function keepReplica(deps: PlaceDeps): Place {
  const { start, pool, logger } = deps
  const givenUp = new AbortController()
  let current: ReplicaProcess | null = null

  async function keep(): Promise<void> {
    for (let failures = 0; !givenUp.signal.aborted; ) {
      const { code, signal, readyMs } = await live().catch((error) => {
        logger.error({ err: error }, 'replica could not be started')
        return { code: null, signal: null, readyMs: 0 }
      })
      if (givenUp.signal.aborted) return
      if (code === exitCodeOfBadSettings) return deps.onBadSettings()
      deps.onDeath()
      failures = readyMs > steadyMs ? 0 : failures + 1
      const backoffMs = restartDelay(failures)
      logger.warn({ code, signal, backoffMs }, 'replica ended, will be started again')
      await pause(backoffMs, undefined, givenUp).catch(() => {})
    }
  }

  /** One replica's life: how it ended, and how long it had been ready. */
  async function live() {
    const startedAt = performance.now()
    const replica = await start()
    // Given up while it was being started: nobody else knows of it yet.
    if (givenUp.signal.aborted) await replica.stop(0)
    current = replica
    let readyAt = Number.POSITIVE_INFINITY
    replica.answers().then(
      () => {
        if (givenUp.signal.aborted) return
        readyAt = performance.now()
        pool.add(replica)
        deps.onReady(readyAt - startedAt)
      },
      () => {},
    )
    const end = await replica.ended
    void pool.remove(replica)
    current = null
    return { ...end, readyMs: Math.max(performance.now() - readyAt, 0) }
  }

  /** Only when no request is on its way to it is it told to end. */
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
    async giveUp() {
      givenUp.abort()
      if (current) await endWhenIdle(current)
      await kept
    },
    async stop(graceMs) {
      givenUp.abort()
      if (current) {
        void pool.remove(current)
        await current.stop(graceMs)
      }
      await kept
    },
  }
}

/** 0 after the first end, then 0.2 s doubling up to 10 s. */
export function restartDelay(failures: number): number {
  return failures <= 1 ? 0 : Math.min(100 * 2 ** (failures - 1), 10_000)
}
