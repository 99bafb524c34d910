import { retryLater } from '../../../shared/http/problem.ts'

export interface StreamSlotsOptions {
  maxStreams: number
  /** Called some seconds after more than half of at least 100 streams have closed. */
  releaseMemory: () => void
}

export interface StreamSlots {
  /** Holds a slot until the returned function is called; throws a 503 problem if none is free. */
  acquire(address: string): () => void
  /** Number of slots held. */
  open(): number
}

/** Fewer streams hold too little memory to be worth a garbage collection. */
const minStreamsToCollect = 100
/** Delay for the connections of ended streams to close. */
const releaseDelayMs = 10_000

/** Limits open event streams: in total, and to half of that per address, so that no client excludes all others. */
export function createStreamSlots(options: StreamSlotsOptions): StreamSlots {
  const { maxStreams, releaseMemory } = options
  const openByAddress = new Map<string, number>()
  let open = 0
  let maxOpen = 0

  function release(address: string) {
    open -= 1
    const remaining = (openByAddress.get(address) ?? 1) - 1
    if (remaining > 0) openByAddress.set(address, remaining)
    else openByAddress.delete(address)
    if (maxOpen < minStreamsToCollect || open > maxOpen / 2) return
    maxOpen = open
    setTimeout(releaseMemory, releaseDelayMs).unref()
  }

  return {
    acquire(address) {
      const own = openByAddress.get(address) ?? 0
      if (open >= maxStreams || own >= Math.ceil(maxStreams / 2)) {
        const scope = open >= maxStreams ? '' : ' from this address'
        throw retryLater(5, 'too-many-streams', `Too many event streams are open${scope}`)
      }
      open += 1
      maxOpen = Math.max(maxOpen, open)
      openByAddress.set(address, own + 1)
      return () => release(address)
    },
    open: () => open,
  }
}
