import type { PageReading } from '../../shared/http/api.ts'
import type { Store } from '../../shared/store/store.ts'

/** A page that a reader has, and the event that says so. */
interface Reading {
  number: number
  documentId: string
  page: number
  bytes: Uint8Array
  atMs: number
}

/** Pages that this gateway knows readers to have. Nothing of it is stored, and another gateway does not know. */
export interface Readings {
  /** A reader has fetched the page's original. */
  note(documentId: string, page: number): void
  /** Those noted after a number, in their order; 0 for all that are kept. */
  after(number: number): Pick<Reading, 'number' | 'documentId' | 'bytes'>[]
  /** Drops those that have ended or were deleted. */
  prune(): Promise<void>
  watch(onReading: () => void): () => void
}

/** More than a gateway's readers have at once. */
const maxKept = 200
/** As long as a delivery takes at most: after it, the page is fetched again. */
const keptMs = 180_000

export function createReadings({
  store,
  now = () => performance.now(),
}: {
  store: Pick<Store, 'submission'>
  now?: () => number
}): Readings {
  /** By page, in the order of their numbers. */
  const kept = new Map<string, Reading>()
  const watchers = new Set<() => void>()
  let latest = 0
  let pruning: Promise<void> | undefined

  function dropOldest() {
    for (const [key, { atMs }] of kept) {
      if (kept.size <= maxKept && now() - atMs < keptMs) return
      kept.delete(key)
    }
  }

  async function dropEnded() {
    for (const [key, reading] of kept) {
      const isQueued = (await store.submission(reading.documentId, reading.page)) !== null
      if (!isQueued && kept.get(key) === reading) kept.delete(key)
    }
  }

  return {
    note(documentId, page) {
      const key = `${documentId}/${page}`
      const bytes = toEvent({ id: documentId, page })
      latest += 1
      kept.delete(key)
      kept.set(key, { number: latest, documentId, page, bytes, atMs: now() })
      dropOldest()
      for (const onReading of watchers) onReading()
    },
    after(number) {
      if (number === latest) return []
      dropOldest()
      return [...kept.values()].filter((reading) => reading.number > number)
    },
    // Many streams that begin together look once.
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

/** Without an id: a client that resumes asks for nothing of it. */
function toEvent(reading: PageReading): Uint8Array {
  return Buffer.from(`event: reading\ndata: ${JSON.stringify(reading)}\n\n`)
}
