import { type ColdStarts, createColdStarts } from './cold-starts.ts'
import { keepReplica, type ReplicaKeeper, type ReplicaKeeperDeps } from './keep-replica.ts'
import type { ReplicaProcess } from './process/replica-process.ts'

export interface SupervisorDeps extends Omit<ReplicaKeeperDeps, 'onReady' | 'onDeath'> {
  onReady?: ReplicaKeeperDeps['onReady']
}

export interface Supervisor {
  /** Resolves when the first replica is healthy. */
  ready: Promise<void>
  /** Starts missing replicas immediately, or retires the least busy surplus ones. */
  scaleTo(replicas: number): void
  wanted(): number
  /**
   * All replicas, including retired ones that still answer requests, each with a number of its own; the lowest free
   * number is used next.
   */
  replicas(): { number: number; process: ReplicaProcess }[]
  /** Whether it was retired, and finishes its requests. */
  isRetiring(replica: ReplicaProcess): boolean
  /** Starts a new replica and retires this one. */
  replace(replica: ReplicaProcess): void
  /** Number of unexpected ends. */
  restarts(): number
  coldStarts: Pick<ColdStarts, 'report'>
  /** Resolves when every process has ended. */
  stop(graceMs: number): Promise<void>
}

/** Keeps the wanted number of replicas running. */
export function supervise(deps: SupervisorDeps): Supervisor {
  const { pool } = deps
  const ready = Promise.withResolvers<void>()
  const keepers = new Set<ReplicaKeeper>()
  const retiring = new Set<ReplicaKeeper>()
  const numbers = new Map<ReplicaKeeper, number>()
  const coldStarts = createColdStarts()
  let restarts = 0

  function open(): void {
    const keeper = keepReplica({
      ...deps,
      onReady: (startMs, replica) => {
        coldStarts.note({ totalMs: startMs, listenMs: replica.listenMs() })
        deps.onReady?.(startMs, replica)
        ready.resolve()
      },
      onDeath: () => {
        restarts += 1
      },
    })
    keepers.add(keeper)
    numbers.set(keeper, lowestFree(new Set(numbers.values())))
  }

  function retire(keeper: ReplicaKeeper): void {
    keepers.delete(keeper)
    retiring.add(keeper)
    void keeper.retire().finally(() => {
      retiring.delete(keeper)
      numbers.delete(keeper)
    })
  }

  function replicas() {
    return [...numbers].flatMap(([keeper, number]) => {
      const process = keeper.replica()
      return process ? { number, process } : []
    })
  }

  function load(keeper: ReplicaKeeper): number {
    const replica = keeper.replica()
    return replica ? pool.inFlight(replica) : -1
  }

  return {
    ready: ready.promise,
    scaleTo(replicas) {
      while (keepers.size < replicas) open()
      const leastBusy = [...keepers].sort((a, b) => load(a) - load(b))
      for (const keeper of leastBusy.slice(0, keepers.size - replicas)) retire(keeper)
    },
    wanted: () => keepers.size,
    replicas,
    isRetiring: (replica) => [...retiring].some((keeper) => keeper.replica() === replica),
    replace(replica) {
      const keeper = [...keepers].find((each) => each.replica() === replica)
      if (!keeper) return
      open()
      retire(keeper)
    },
    restarts: () => restarts,
    coldStarts,
    async stop(graceMs) {
      const stopped = [...keepers, ...retiring].map((keeper) => keeper.stop(graceMs))
      keepers.clear()
      await Promise.all(stopped)
    },
  }
}

function lowestFree(taken: Set<number>): number {
  let number = 1
  while (taken.has(number)) number += 1
  return number
}
