import type { Log } from '../../functions/shared/log.ts'
import { activated, decideScale, type ScalePolicy } from './autoscaler.ts'
import { createConcurrency } from './concurrency.ts'
import type { ReplicaPool } from './replica-pool.ts'
import type { Supervisor } from './supervisor.ts'

export interface ScalerDeps {
  policy: ScalePolicy
  pool: Pick<ReplicaPool, 'stats'>
  supervisor: Pick<Supervisor, 'scaleTo' | 'wanted'>
  log: Log
}

export interface Scaler {
  /** A request has come; the function returned says that it has its answer. */
  request(): () => void
  stop(): void
}

/** Between two decisions, while there is anything to decide. */
const tickMs = 250

/**
 * Decides again and again how many replicas a service has. While there are none it does nothing: the first
 * request starts one by itself.
 */
export function startScaler({ policy, pool, supervisor, log }: ScalerDeps): Scaler {
  const clock = () => performance.now()
  const memoryMs = policy.stableWindowMs
  const concurrency = createConcurrency({ memoryMs, stepMs: tickMs, clock })
  let state = activated(clock())
  let timer: NodeJS.Timeout | undefined

  function decide(): void {
    const decided = decideScale(
      {
        stableConcurrency: concurrency.mean(policy.stableWindowMs),
        panicConcurrency: concurrency.mean(policy.panicWindowMs),
        ready: pool.stats().ready,
        nowMs: clock(),
      },
      state,
      policy,
    )
    state = decided.state
    scaleTo(decided.replicas)
  }

  function scaleTo(replicas: number): void {
    if (replicas !== supervisor.wanted()) {
      log.debug({ from: supervisor.wanted(), to: replicas }, 'replicas')
      supervisor.scaleTo(replicas)
    }
    if (replicas === policy.minScale && replicas === policy.maxScale) return
    if (replicas > 0) timer ??= setInterval(decide, tickMs).unref()
    else sleep()
  }

  function sleep(): void {
    clearInterval(timer)
    timer = undefined
  }

  scaleTo(policy.initialScale)
  return {
    request() {
      concurrency.change(1)
      if (supervisor.wanted() === 0) {
        state = activated(clock())
        scaleTo(Math.min(policy.activationScale, policy.maxScale))
      }
      return () => concurrency.change(-1)
    },
    stop: sleep,
  }
}
