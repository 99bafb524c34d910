import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../../functions/shared/log.ts'
import { exitCodeOfBadSettings } from '../../functions/shared/run.ts'
import type { ReplicaPool } from './replica-pool.ts'
import type { ReplicaProcess } from './replica-process.ts'

export interface SupervisorDeps {
  replicas: number
  start: () => Promise<ReplicaProcess>
  pool: ReplicaPool
  /** It ended of its own settings: starting it again cannot help. */
  onBadSettings: () => void
  log: Log
}

export interface Supervisor {
  /** Resolves when the first replica has been ready. */
  ready: Promise<void>
  processes(): { pid: number }[]
  restarts(): number
  /** Resolves when every process has ended. */
  stop(graceMs: number): Promise<void>
}

/** Keeps a number of replicas running; what dies is started again, at once the first time, then less and less often. */
export function supervise(deps: SupervisorDeps): Supervisor {
  const { pool, start, log } = deps
  const running = new Set<ReplicaProcess>()
  const stopping = new AbortController()
  const ready = Promise.withResolvers<void>()
  let restarts = 0

  async function keepOne(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; restarts += 1) {
      const { code, signal, readyMs } = await runOne().catch((error) => {
        log.error({ err: error }, 'replica could not be started')
        return { code: null, signal: null, readyMs: 0 }
      })
      if (stopping.signal.aborted) return
      if (code === exitCodeOfBadSettings) return deps.onBadSettings()
      failures = readyMs > steadyMs ? 0 : failures + 1
      const backoffMs = restartDelay(failures)
      log.warn({ code, signal, backoffMs }, 'replica ended, will be started again')
      await pause(backoffMs, undefined, stopping).catch(() => {})
    }
  }

  /** One replica's life: how it ended, and how long it had been ready. */
  async function runOne() {
    const replica = await start()
    // Stopped while it was being started: nobody else knows of it yet.
    if (stopping.signal.aborted) await replica.stop(0)
    running.add(replica)
    let readyAt = Number.POSITIVE_INFINITY
    replica.answers().then(
      () => {
        if (stopping.signal.aborted) return
        readyAt = performance.now()
        pool.add(replica)
        ready.resolve()
      },
      () => {},
    )
    const end = await replica.ended
    pool.remove(replica)
    running.delete(replica)
    return { ...end, readyMs: Math.max(performance.now() - readyAt, 0) }
  }

  const keepers = Array.from({ length: deps.replicas }, keepOne)
  return {
    ready: ready.promise,
    processes: () => [...running].map(({ pid }) => ({ pid })),
    restarts: () => restarts,
    async stop(graceMs) {
      stopping.abort()
      for (const replica of running) pool.remove(replica)
      await Promise.all([...running].map((replica) => replica.stop(graceMs)))
      await Promise.all(keepers)
    },
  }
}

/**
 * One that was ready for this long is taken for a good one, and its end for that of what it was given: the
 * next one is started at once, so that a page that ends its replica holds up no others.
 */
const steadyMs = 1000

/** 0 after the first end, then 0.2 s doubling up to 10 s. */
export function restartDelay(failures: number): number {
  return failures <= 1 ? 0 : Math.min(100 * 2 ** (failures - 1), 10_000)
}
