import type { Store } from '../../shared/store/store.ts'
import { outsideSpans } from '../../shared/telemetry/spans.ts'
import { type FeedPage, pageSize, readPage } from './feed-page.ts'
import type { Readings } from './readings.ts'

export interface Feed {
  /**
   * Changes after a number, as they are committed, interleaved with `reading` events, each before the change that ends
   * it, until `signal` aborts. A page without these is a heartbeat of the connection.
   */
  follow(after: number, signal: AbortSignal): AsyncGenerator<FeedPage, void>
  /** Stored changes of one document after a number. */
  replay(documentId: string, after: number): AsyncGenerator<FeedPage, void>
}

/** An event, because browsers do not tell pages of comments. */
const heartbeatEvent = Buffer.from('event: heartbeat\ndata: {}\n\n')
/** Pages cached for followers that replay the same changes. */
const maxPages = 32
/** Minimum time between two wake-ups, per follower. Writing to a follower takes about a tenth of it. */
const msPerFollower = 0.5

/**
 * The change feed for any number of followers: each page is read and encoded once, and a follower holds only a
 * change number. The store is watched while there are followers.
 */
export function createFeed(
  store: Pick<Store, 'changesAfter' | 'watch'>,
  readings: Readings,
  { heartbeatMs = 15_000 } = {},
): Feed {
  /** Cached pages, by the number after which they begin. */
  const pages = new Map<number, { page: Promise<FeedPage>; isFull: boolean }>()
  let followers = 0
  let unwatch = () => {}
  let heartbeat: NodeJS.Timeout | undefined
  let wakeUps = 0
  let wokenAt = Number.NEGATIVE_INFINITY
  let wakeTimer: NodeJS.Timeout | undefined
  const waiting = new Set<() => void>()

  function wakeAll() {
    for (const wake of [...waiting]) wake()
  }

  /** Coalesces changes in quick succession into one wake-up, to leave time for other work. */
  function onChange() {
    const dueMs = wokenAt + followers * msPerFollower - performance.now()
    if (dueMs <= 0) wakeForChange()
    else wakeTimer ??= setTimeout(wakeForChange, dueMs)
  }

  function wakeForChange() {
    clearTimeout(wakeTimer)
    wakeTimer = undefined
    wokenAt = performance.now()
    wakeUps += 1
    // A full page is final; the last one may have more changes now.
    for (const [after, { isFull }] of pages) if (!isFull) pages.delete(after)
    wakeAll()
  }

  /** Resolves at a change, a heartbeat, or when `signal` aborts. */
  function nextWakeUp(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      waiting.add(wake)
      signal.addEventListener('abort', wake)
    })
  }

  function join() {
    // The watch outlives the request that happens to begin it.
    if (followers === 0) outsideSpans(watch)
    followers += 1
  }

  function watch() {
    const watches = [store.watch(onChange), readings.watch(onChange)]
    unwatch = () => {
      for (const end of watches) end()
    }
    heartbeat = setInterval(wakeAll, heartbeatMs)
  }

  function leave() {
    followers -= 1
    if (followers > 0) return
    unwatch()
    clearInterval(heartbeat)
    clearTimeout(wakeTimer)
    wakeTimer = undefined
    pages.clear()
  }

  function read(after: number): Promise<FeedPage> {
    const cached = pages.get(after)
    if (cached) return cached.page
    const entry = { page: readPage(store, after), isFull: false }
    pages.set(after, entry)
    for (const oldest of pages.keys()) {
      if (pages.size <= maxPages) break
      pages.delete(oldest)
    }
    entry.page.then(
      ({ changes }) => {
        entry.isFull = changes.length === pageSize
      },
      () => {
        if (pages.get(after) === entry) pages.delete(after)
      },
    )
    return entry.page
  }

  return {
    async *follow(after, signal) {
      join()
      let lastReading = 0
      try {
        await readings.prune()
        while (!signal.aborted) {
          const seen = wakeUps
          const page = await read(after)
          const newReadings = readings.after(lastReading)
          if (newReadings.length > 0) {
            const bytes = Buffer.concat(newReadings.map((reading) => reading.bytes))
            yield { changes: [], readings: newReadings, bytes, last: after }
            lastReading = newReadings.at(-1)?.number ?? lastReading
          }
          if (page.changes.length > 0) {
            yield page
            after = page.last
          } else if (newReadings.length === 0 && wakeUps === seen && !signal.aborted) {
            await nextWakeUp(signal)
            if (wakeUps === seen && !signal.aborted) yield { ...page, bytes: heartbeatEvent }
          }
        }
      } finally {
        leave()
      }
    },
    async *replay(documentId, after) {
      let page: FeedPage
      do {
        page = await readPage(store, after, documentId)
        if (page.changes.length > 0) yield page
        after = page.last
      } while (page.changes.length === pageSize)
    },
  }
}
