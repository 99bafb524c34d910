import { Problem } from '../../../shared/http/problem.ts'

export interface StreamPlacesOptions {
  maxStreams: number
  /** Called some seconds after more than half of at least 100 streams have closed. */
  giveBackMemory: () => void
}

export interface StreamPlaces {
  /** Takes a place until the returned function is called; throws a 503 problem if none is free. */
  take(address: string): () => void
}

/** Fewer streams hold too little memory to be worth a garbage collection. */
const minStreamsToCollect = 100
/** Delay after which their connections are closed as well. */
const giveBackAfterMs = 10_000

/** Limits open event streams: in total, and to half of that per address, so that no client excludes all others. */
export function createStreamPlaces(options: StreamPlacesOptions): StreamPlaces {
  const { maxStreams, giveBackMemory } = options
  const ofAddress = new Map<string, number>()
  let open = 0
  let maxOpen = 0

  function leave(address: string) {
    open -= 1
    const left = (ofAddress.get(address) ?? 1) - 1
    if (left > 0) ofAddress.set(address, left)
    else ofAddress.delete(address)
    if (maxOpen < minStreamsToCollect || open > maxOpen / 2) return
    maxOpen = open
    setTimeout(giveBackMemory, giveBackAfterMs).unref()
  }

  return {
    take(address) {
      const own = ofAddress.get(address) ?? 0
      if (open >= maxStreams || own >= Math.ceil(maxStreams / 2)) {
        const whose = open >= maxStreams ? '' : ' from this address'
        throw new Problem(503, 'too-many-streams', `Too many event streams are open${whose}`, {
          'retry-after': '5',
        })
      }
      open += 1
      maxOpen = Math.max(maxOpen, open)
      ofAddress.set(address, own + 1)
      return () => leave(address)
    },
  }
}
