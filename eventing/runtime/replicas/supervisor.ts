import { type ColdStarts, createColdStarts } from './cold-starts.ts'
import { keepReplica, type Place, type PlaceDeps } from './keep-replica.ts'
import type { ReplicaProcess } from './process/replica-process.ts'

export type SupervisorDeps = Omit<PlaceDeps, 'onReady' | 'onDeath'>

export interface Supervisor {
  /** Resolves when the first replica has been ready. */
  ready: Promise<void>
  /** So many from now on: more are started at once, the least busy of those that are too many are ended. */
  scaleTo(replicas: number): void
  wanted(): number
  /** Those that are to stay, and those that still answer what they have. */
  processes(): ReplicaProcess[]
  /** Starts another in place of this one, which ends when it has answered what it has. */
  replace(replica: ReplicaProcess): void
  /** How often one died that was not told to. */
  restarts(): number
  coldStarts: Pick<ColdStarts, 'report'>
  /** Resolves when every process has ended. */
  stop(graceMs: number): Promise<void>
}

/** Keeps as many replicas running as are wanted. */
export function supervise(deps: SupervisorDeps): Supervisor {
  const { pool } = deps
  const ready = Promise.withResolvers<void>()
  const places = new Set<Place>()
  const leaving = new Map<Place, Promise<void>>()
  const coldStarts = createColdStarts()
  let restarts = 0

  function open(): void {
    places.add(
      keepReplica({
        ...deps,
        onReady: (startMs) => {
          coldStarts.note(startMs)
          ready.resolve()
        },
        onDeath: () => {
          restarts += 1
        },
      }),
    )
  }

  function leave(place: Place): void {
    places.delete(place)
    const left = place.giveUp().finally(() => leaving.delete(place))
    leaving.set(place, left)
  }

  function busyness(place: Place): number {
    const replica = place.replica()
    return replica ? pool.inFlight(replica) : -1
  }

  return {
    ready: ready.promise,
    scaleTo(replicas) {
      while (places.size < replicas) open()
      const leastBusy = [...places].sort((a, b) => busyness(a) - busyness(b))
      for (const place of leastBusy.slice(0, places.size - replicas)) leave(place)
    },
    wanted: () => places.size,
    processes: () => [...places, ...leaving.keys()].flatMap((place) => place.replica() ?? []),
    replace(replica) {
      const place = [...places].find((each) => each.replica() === replica)
      if (!place) return
      open()
      leave(place)
    },
    restarts: () => restarts,
    coldStarts,
    async stop(graceMs) {
      const stopped = [...places, ...leaving.keys()].map((place) => place.stop(graceMs))
      places.clear()
      await Promise.all(stopped)
    },
  }
}
