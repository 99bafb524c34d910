import type { Logger } from '../../../functions/shared/process/logger.ts'
import type { ReplicaPool } from '../replicas/replica-pool.ts'
import type { Supervisor } from '../replicas/supervisor.ts'
import { activated, decideScale, type ScalePolicy } from './autoscaler.ts'
import { createConcurrency } from './concurrency.ts'

export interface ScalerDeps {
  policy: ScalePolicy
  pool: Pick<ReplicaPool, 'stats'>
  supervisor: Pick<Supervisor, 'scaleTo' | 'wanted'>
  /** There was no replica, and now there are to be some. */
  onWake: () => void
  logger: Logger
  /** Monotonic, in ms. */
  clock?: () => number
  /** Calls again and again, until what it returns is called. */
  every?: (ms: number, action: () => void) => () => void
}

export interface Scaler {
  /** A request has come; the function returned says that it has its answer. */
  request(): () => void
  /** One will come soon: where there is no replica, it is started as if there was one already. */
  wake(): void
  stop(): void
}

/** Between two decisions, while there is anything to decide. */
const tickMs = 250

/**
 * Decides again and again how many replicas a service has. While there are none it does nothing: the first
 * request starts one by itself.
 */
export function startScaler(deps: ScalerDeps): Scaler {
  const { policy, pool, supervisor, onWake, logger, every = interval } = deps
  const clock = deps.clock ?? (() => performance.now())
  const memoryMs = policy.stableWindowMs
  const concurrency = createConcurrency({ memoryMs, stepMs: tickMs, clock })
  const isFixed = policy.minScale === policy.maxScale
  let state = activated(clock())
  /** Until initial-scale was reached once, it is the least. */
  let wasInitialised = false
  let stopDeciding: (() => void) | null = null
  let stopped = false

  function decide(): void {
    const { ready } = pool.stats()
    const decided = decideScale(
      {
        stableConcurrency: concurrency.mean(policy.stableWindowMs),
        panicConcurrency: concurrency.mean(policy.panicWindowMs),
        ready,
        nowMs: clock(),
      },
      state,
      policy,
    )
    state = decided.state
    wasInitialised ||= ready >= policy.initialScale
    scaleTo(Math.max(decided.replicas, wasInitialised ? 0 : policy.initialScale))
  }

  function scaleTo(replicas: number): void {
    if (replicas !== supervisor.wanted()) {
      logger.debug({ from: supervisor.wanted(), to: replicas }, 'replicas')
      supervisor.scaleTo(replicas)
    }
    if (replicas === 0) rest()
    else if (!isFixed) stopDeciding ??= every(tickMs, decide)
  }

  function rest(): void {
    stopDeciding?.()
    stopDeciding = null
  }

  function wake(): void {
    if (stopped || supervisor.wanted() > 0) return
    state = activated(clock())
    scaleTo(Math.min(policy.activationScale, policy.maxScale))
    onWake()
  }

  scaleTo(policy.initialScale)
  return {
    request() {
      concurrency.change(1)
      wake()
      return () => concurrency.change(-1)
    },
    wake,
    stop() {
      stopped = true
      rest()
    },
  }
}

function interval(ms: number, action: () => void): () => void {
  const timer = setInterval(action, ms).unref()
  return () => clearInterval(timer)
}
