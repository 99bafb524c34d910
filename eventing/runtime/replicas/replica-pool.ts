/** A running process of a service. */
export interface Replica {
  port: number
  /** Resolves when /healthz answers; rejects if the process ends before. */
  healthy(): Promise<void>
}

export interface Lease {
  replica: Replica
  /** To be called once. */
  release: () => void
}

/** Healthy replicas of one service, and the queue of requests for them. */
export interface ReplicaPool {
  add(replica: Replica): void
  /** Assigns it no more requests; resolves when its running ones have ended. */
  remove(replica: Replica): Promise<void>
  /** Whether it can be assigned requests. */
  has(replica: Replica): boolean
  /** Number of its running requests. */
  inFlight(replica: Replica): number
  /** Waits in order for free capacity; takes the least busy replica. Rejects if `signal` aborts or the pool closes. */
  acquire(signal: AbortSignal): Promise<Lease>
  /** Rejects waiting and later requests. */
  close(): void
  /** `busy`: replicas with running requests, removed ones included. */
  stats(): { ready: number; busy: number; inFlight: number; waiting: number }
}

/** The service is stopping, and accepts no requests. */
export class PoolClosedError extends Error {
  override name = 'PoolClosedError'
}

/** `concurrency` limits a replica's running requests; 0 for no limit. */
export function createReplicaPool(concurrency: number): ReplicaPool {
  const limit = concurrency === 0 ? Number.POSITIVE_INFINITY : concurrency
  const ready = new Set<Replica>()
  /** Running requests of each replica that has some, removed ones included. */
  const busy = new Map<Replica, number>()
  const waiting = new Set<PromiseWithResolvers<Lease>>()
  const idle = new Map<Replica, PromiseWithResolvers<void>>()
  let closed = false
  let inFlight = 0

  function leastBusy(): Replica | undefined {
    let best: Replica | undefined
    let least = limit
    for (const replica of ready) {
      const requests = busy.get(replica) ?? 0
      if (requests < least) [best, least] = [replica, requests]
    }
    return best
  }

  function lease(replica: Replica): Lease {
    busy.set(replica, (busy.get(replica) ?? 0) + 1)
    inFlight += 1
    const release = () => {
      inFlight -= 1
      const left = (busy.get(replica) ?? 0) - 1
      if (left > 0) busy.set(replica, left)
      else {
        busy.delete(replica)
        idle.get(replica)?.resolve()
      }
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
    stats: () => ({ ready: ready.size, busy: busy.size, inFlight, waiting: waiting.size }),
  }
}
