import type { PageReading } from '../../shared/http/api.ts'
import type { Store } from '../../shared/store/store.ts'

/** A page under recognition, with its encoded event. */
interface Reading {
  number: number
  documentId: string
  page: number
  bytes: Uint8Array
  atMs: number
}

/** Pages whose original was fetched from this gateway for recognition. Held in memory, not shared between gateways. */
export interface Readings {
  /** Records that the page's original was fetched. */
  note(documentId: string, page: number): void
  /** Readings recorded after a number, in order; 0 for all. */
  after(number: number): Pick<Reading, 'number' | 'documentId' | 'bytes'>[]
  /** Drops pages that have ended or were deleted. */
  prune(): Promise<void>
  watch(onReading: () => void): () => void
}

/** Limit above the number of pages that a gateway's readers process concurrently. */
const maxReadings = 200
/** Maximum duration of a delivery: afterwards the page is fetched again. */
const maxAgeMs = 180_000

export function createReadings({
  store,
  now = () => performance.now(),
}: {
  store: Pick<Store, 'submission'>
  now?: () => number
}): Readings {
  /** By page, in the order of their numbers. */
  const readings = new Map<string, Reading>()
  const watchers = new Set<() => void>()
  let latest = 0
  let pruning: Promise<void> | undefined

  function dropOldest() {
    for (const [key, { atMs }] of readings) {
      if (readings.size <= maxReadings && now() - atMs < maxAgeMs) return
      readings.delete(key)
    }
  }

  async function dropEnded() {
    for (const [key, reading] of readings) {
      const isQueued = (await store.submission(reading.documentId, reading.page)) !== null
      if (!isQueued && readings.get(key) === reading) readings.delete(key)
    }
  }

  return {
    note(documentId, page) {
      const key = `${documentId}/${page}`
      const bytes = toEvent({ id: documentId, page })
      latest += 1
      readings.delete(key)
      readings.set(key, { number: latest, documentId, page, bytes, atMs: now() })
      dropOldest()
      for (const onReading of watchers) onReading()
    },
    after(number) {
      if (number === latest) return []
      dropOldest()
      return [...readings.values()].filter((reading) => reading.number > number)
    },
    // Streams that begin together share one query.
    prune() {
      pruning ??= dropEnded().finally(() => {
        pruning = undefined
      })
      return pruning
    },
    watch(onReading) {
      watchers.add(onReading)
      return () => void watchers.delete(onReading)
    },
  }
}

/** Without an id: the event does not move the position that a client resumes from. */
function toEvent(reading: PageReading): Uint8Array {
  return Buffer.from(`event: reading\ndata: ${JSON.stringify(reading)}\n\n`)
}
