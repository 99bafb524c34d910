import { Problem } from '../../shared/problem.ts'

export interface StreamPlacesOptions {
  maxStreams: number
  /** Called some seconds after more than half of many streams are gone. */
  giveBackMemory: () => void
}

export interface StreamPlaces {
  /** Takes a place until what it returns is called; throws a 503 problem where there is none. */
  take(address: string): () => void
}

/** Streams whose memory is worth a collection. */
const many = 100
/** Their connections are gone by then. */
const giveBackAfterMs = 10_000

/**
 * Bounds how many event streams are open: all together, and of one address half as many, so that no client keeps
 * all others out.
 */
export function createStreamPlaces(options: StreamPlacesOptions): StreamPlaces {
  const { maxStreams, giveBackMemory } = options
  const ofAddress = new Map<string, number>()
  let open = 0
  let mostOpen = 0

  function leave(address: string) {
    open -= 1
    const left = (ofAddress.get(address) ?? 1) - 1
    if (left > 0) ofAddress.set(address, left)
    else ofAddress.delete(address)
    if (mostOpen < many || open > mostOpen / 2) return
    mostOpen = open
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
      mostOpen = Math.max(mostOpen, open)
      ofAddress.set(address, own + 1)
      return () => leave(address)
    },
  }
}
