import type { Logger } from '../../../functions/shared/process/logger.ts'
import type { ScalePolicy } from '../../pipeline/scale-policy.ts'
import type { ReplicaPool } from '../replicas/replica-pool.ts'
import type { Supervisor } from '../replicas/supervisor.ts'
import { activated, decideScale } from './autoscaler.ts'
import { createConcurrency } from './concurrency.ts'

export interface ScalerDeps {
  policy: ScalePolicy
  pool: Pick<ReplicaPool, 'stats'>
  supervisor: Pick<Supervisor, 'scaleTo' | 'wanted'>
  /** Called when the service scales up from zero. */
  onWake: () => void
  logger: Logger
  /** Monotonic, in ms. */
  clock?: () => number
  /** Calls `action` periodically, until the returned function is called. */
  every?: (ms: number, action: () => void) => () => void
}

export interface Scaler {
  /** Called for each request; the returned function is called after its answer. */
  request(): () => void
  /** Starts a replica if there is none: a request is expected soon. */
  wake(): void
  stop(): void
}

/** Interval of decisions, while there are replicas. */
const tickMs = 250

/**
 * How much later Knative scales in: it decides every 2 s (`tick-interval`), from whole seconds that its autoscaler
 * receives a second later, so 1 to 4 s. The runtime waits the mean, so that the same YAML gives the same sequence.
 */
const scaleInLagMs = 2500

/**
 * Adjusts a service's number of replicas periodically. Idle while there are none: the first request starts one.
 */
export function startScaler(deps: ScalerDeps): Scaler {
  const { policy, pool, supervisor, onWake, logger, every = interval } = deps
  const clock = deps.clock ?? (() => performance.now())
  const memoryMs = policy.stableWindowMs
  const concurrency = createConcurrency({ memoryMs, stepMs: tickMs, clock })
  const isFixed = policy.minScale === policy.maxScale
  let state = activated(clock())
  /** Whether initial-scale was reached; until then it is the minimum. */
  let wasInitialised = false
  let stopTimer: (() => void) | null = null
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
      { ...policy, scaleDownDelayMs: policy.scaleDownDelayMs + scaleInLagMs },
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
    if (replicas === 0) stopTicking()
    else if (!isFixed) stopTimer ??= every(tickMs, decide)
  }

  function stopTicking(): void {
    stopTimer?.()
    stopTimer = null
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
      stopTicking()
    },
  }
}

function interval(ms: number, action: () => void): () => void {
  const timer = setInterval(action, ms).unref()
  return () => clearInterval(timer)
}
