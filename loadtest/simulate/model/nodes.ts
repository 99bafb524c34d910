import type { Time } from './time.ts'

export interface NodesOptions {
  /** Places for replicas on machines that are always there. */
  basePlaces: number
  /** Places of an elastic machine. */
  placesPerNode: number
  maxNodes: number
  /** From the decision to start a machine until it takes replicas. */
  startMs: number
  /** Time after which an empty machine is given back. */
  idleMs: number
}

export interface Node {
  free: number
  readonly isBase: boolean
  isReady: boolean
  readonly sinceMs: number
  emptySinceMs: number
}

/**
 * Places for replicas on machines: starts an elastic machine when a replica has no place, as the cluster autoscaler
 * does, and gives it back when it was empty for `idleMs`. A replica gets a place on the fullest machine.
 */
export function createNodes(time: Time, options: NodesOptions) {
  const { basePlaces, placesPerNode, maxNodes, startMs, idleMs } = options
  const base = { free: basePlaces, isBase: true, isReady: true, sinceMs: 0, emptySinceMs: 0 }
  const nodes = new Set<Node>([base])
  const waiting = new Set<(node: Node) => void>()
  let most = 0
  let endedMs = 0

  function fullest(): Node | undefined {
    let best: Node | undefined
    for (const node of nodes) {
      if (node.isReady && node.free > 0 && (!best || node.free < best.free)) best = node
    }
    return best
  }

  function serve(): void {
    for (const take of waiting) {
      const node = fullest()
      if (!node) break
      waiting.delete(take)
      node.free -= 1
      take(node)
    }
    const starting = [...nodes].filter(({ isReady }) => !isReady).length
    const missing = Math.ceil(waiting.size / placesPerNode) - starting
    for (let left = Math.min(missing, maxNodes - nodes.size + 1); left > 0; left -= 1) start()
  }

  function start(): void {
    const sinceMs = time.now()
    const node = { free: placesPerNode, isBase: false, isReady: false, sinceMs, emptySinceMs: 0 }
    nodes.add(node)
    most = Math.max(most, nodes.size - 1)
    time.after(startMs, () => {
      node.isReady = true
      serve()
      watchEmpty(node)
    })
  }

  function watchEmpty(node: Node): void {
    if (node.isBase || node.free < placesPerNode) return
    const emptySinceMs = time.now()
    node.emptySinceMs = emptySinceMs
    time.after(idleMs, () => {
      if (node.free < placesPerNode || node.emptySinceMs !== emptySinceMs) return
      nodes.delete(node)
      endedMs += time.now() - node.sinceMs
    })
  }

  return {
    /** Calls `take` when there is a place; returns the function that withdraws the request. */
    acquire(take: (node: Node) => void): () => void {
      waiting.add(take)
      serve()
      return () => waiting.delete(take)
    },
    release(node: Node): void {
      node.free += 1
      serve()
      watchEmpty(node)
    },
    /** Lifetimes of elastic machines so far, their starts included. */
    elasticMs: () =>
      [...nodes]
        .filter(({ isBase }) => !isBase)
        .reduce((ms, { sinceMs }) => ms + time.now() - sinceMs, endedMs),
    /** Largest number of elastic machines at a time. */
    most: () => most,
  }
}
export type Nodes = ReturnType<typeof createNodes>
