import { createHeap } from './heap.ts'
import type { Node, Nodes } from './nodes.ts'
import type { Time } from './time.ts'

interface Replica {
  /** Order of readiness. */
  number: number
  state: 'placing' | 'starting' | 'idle' | 'busy'
  node: Node | null
  withdraw: () => void
  sinceMs: number
  isRetired: boolean
}

/** A page at a service; `started` and `ended` are called at these times. */
export interface Job {
  workMs: number
  started: () => void
  ended: () => void
}

export interface ReplicasOptions {
  time: Time
  nodes: Nodes
  /** From a replica's place on a machine until it takes pages. */
  coldStartMs: number
  /** Called before a replica becomes ready, begins or ends a page, or is retired. */
  changes: () => void
}

const order: Replica['state'][] = ['placing', 'starting', 'idle', 'busy']

/**
 * Replicas of a service, each with one page at a time: the counterpart of the supervisor and the replica pool. A page
 * goes to the idle replica that has been ready for longest, and waits in order while there is none.
 */
export function createReplicas({ time, nodes, coldStartMs, changes }: ReplicasOptions) {
  const kept = new Set<Replica>()
  const idle = createHeap<Replica>((a, b) => a.number < b.number)
  const waiting = createFifo<Job>()
  let ready = 0
  let becameReady = 0
  let busy = 0
  let starts = 0
  let most = 0
  let livedMs = 0

  function open(): void {
    const replica: Replica = {
      ...{ number: 0, state: 'placing', node: null, isRetired: false },
      ...{ sinceMs: time.now(), withdraw: () => {} },
    }
    kept.add(replica)
    replica.withdraw = nodes.acquire((node) => {
      replica.node = node
      replica.state = 'starting'
      replica.sinceMs = time.now()
      starts += 1
      time.after(coldStartMs, () => {
        if (replica.isRetired) return
        changes()
        ready += 1
        becameReady += 1
        replica.number = becameReady
        most = Math.max(most, ready)
        next(replica)
      })
    })
  }

  function next(replica: Replica): void {
    const job = replica.isRetired ? undefined : waiting.shift()
    replica.state = 'idle'
    if (job) work(replica, job)
    else if (replica.isRetired) end(replica)
    else idle.push(replica)
  }

  function work(replica: Replica, { workMs, started, ended }: Job): void {
    replica.state = 'busy'
    changes()
    busy += 1
    started()
    time.after(workMs, () => {
      changes()
      busy -= 1
      ended()
      next(replica)
    })
  }

  function retire(replica: Replica): void {
    changes()
    kept.delete(replica)
    replica.isRetired = true
    if (replica.state === 'idle' || replica.state === 'busy') ready -= 1
    replica.withdraw()
    if (replica.state !== 'busy') end(replica)
  }

  function end(replica: Replica): void {
    if (!replica.node) return
    livedMs += time.now() - replica.sinceMs
    nodes.release(replica.node)
    replica.node = null
  }

  function firstIdle(): Replica | undefined {
    let replica = idle.pop()
    while (replica && (replica.isRetired || replica.state !== 'idle')) replica = idle.pop()
    return replica
  }

  return {
    wanted: () => kept.size,
    /** Starts missing replicas, or retires the least busy surplus ones, which finish their page. */
    scaleTo(count: number): void {
      while (kept.size < count) open()
      if (kept.size === count) return
      const leastBusy = [...kept].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
      for (const replica of leastBusy.slice(0, kept.size - count)) retire(replica)
    },
    take(job: Job): void {
      const replica = firstIdle()
      if (replica) work(replica, job)
      else waiting.push(job)
    },
    stats: () => ({ ready, busy, inFlight: busy, waiting: waiting.size() }),
    /** Replicas started; most of them ready at a time. */
    counts: () => ({ starts, most }),
    /** Lifetimes of replicas so far, from their place on a machine to their end. */
    livedMs: () =>
      [...kept].reduce((ms, { node, sinceMs }) => ms + (node ? time.now() - sinceMs : 0), livedMs),
  }
}

/** A queue whose `shift` takes constant time. */
export function createFifo<T>() {
  let items: (T | undefined)[] = []
  let first = 0
  return {
    size: () => items.length - first,
    push: (item: T) => void items.push(item),
    shift(): T | undefined {
      const item = items[first]
      items[first] = undefined
      if (first < items.length) first += 1
      if (first > 1000 && first * 2 > items.length) {
        items = items.slice(first)
        first = 0
      }
      return item
    },
  }
}
