/** A running copy of a service, ready for requests. */
export interface Replica {
  port: number
  /** Resolves when it answers at /healthz; rejects when it ends before that. */
  answers(): Promise<void>
}

export interface Lease {
  replica: Replica
  release: () => void
}

/** The replicas of one service, and the requests that wait for one. */
export interface ReplicaPool {
  add(replica: Replica): void
  /** It is given no more requests; those that it has go on. Resolves when the last of them has ended. */
  remove(replica: Replica): Promise<void>
  /** Whether it is given requests. */
  has(replica: Replica): boolean
  /** How many requests it has. */
  inFlight(replica: Replica): number
  /** A replica with room, the least busy one; waited for in order. Rejects when `signal` aborts first, or the pool closes. */
  acquire(signal: AbortSignal): Promise<Lease>
  /** Whoever waits, or comes later, is refused. */
  close(): void
  stats(): { ready: number; inFlight: number; waiting: number }
}

/** The service is being stopped and takes no more requests. */
export class PoolClosedError extends Error {
  override name = 'PoolClosedError'
}

/** `concurrency` is how many requests a replica is given at once; 0 for any number. */
export function createReplicaPool(concurrency: number): ReplicaPool {
  const room = concurrency === 0 ? Number.POSITIVE_INFINITY : concurrency
  const ready = new Set<Replica>()
  /** Of those that were taken out as well: their requests go on. */
  const busy = new WeakMap<Replica, number>()
  const waiting = new Set<PromiseWithResolvers<Lease>>()
  const idle = new Map<Replica, PromiseWithResolvers<void>>()
  let closed = false
  let inFlight = 0

  function leastBusy(): Replica | undefined {
    let best: Replica | undefined
    let least = room
    for (const replica of ready) {
      const requests = busy.get(replica) ?? 0
      if (requests < least) [best, least] = [replica, requests]
    }
    return best
  }

  function lease(replica: Replica): Lease {
    busy.set(replica, (busy.get(replica) ?? 0) + 1)
    inFlight += 1
    let released = false
    const release = () => {
      if (released) return
      released = true
      inFlight -= 1
      const left = (busy.get(replica) ?? 0) - 1
      busy.set(replica, left)
      if (left === 0) idle.get(replica)?.resolve()
      serveWaiting()
    }
    return { replica, release }
  }

  function serveWaiting(): void {
    for (const request of waiting) {
      const replica = leastBusy()
      if (!replica) return
      waiting.delete(request)
      request.resolve(lease(replica))
    }
  }

  return {
    add(replica) {
      ready.add(replica)
      serveWaiting()
    },
    async remove(replica) {
      ready.delete(replica)
      if (!busy.get(replica)) return
      const ended = idle.get(replica) ?? Promise.withResolvers<void>()
      idle.set(replica, ended)
      await ended.promise
      idle.delete(replica)
    },
    has: (replica) => ready.has(replica),
    inFlight: (replica) => busy.get(replica) ?? 0,
    async acquire(signal) {
      signal.throwIfAborted()
      if (closed) throw new PoolClosedError()
      const replica = leastBusy()
      if (replica) return lease(replica)
      const request = Promise.withResolvers<Lease>()
      const abort = () => {
        waiting.delete(request)
        request.reject(signal.reason)
      }
      waiting.add(request)
      signal.addEventListener('abort', abort)
      return request.promise.finally(() => signal.removeEventListener('abort', abort))
    },
    close() {
      closed = true
      for (const request of waiting) request.reject(new PoolClosedError())
      waiting.clear()
    },
    stats: () => ({ ready: ready.size, inFlight, waiting: waiting.size }),
  }
}
