import type { DocumentChange, PageChange } from '../../shared/api.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Change } from '../../shared/store/stored.ts'

/** Consecutive changes, encoded once for all who follow. */
export interface FeedPage {
  changes: { documentId: string; bytes: Uint8Array }[]
  /** The events of all of them. */
  bytes: Uint8Array
  /** Number of the last one. */
  last: number
}

export interface Feed {
  /**
   * Changes after a number, as they come, until `signal` aborts. A page without changes is a comment, which tells
   * both sides of a connection that the other is there.
   */
  follow(after: number, signal: AbortSignal): AsyncGenerator<FeedPage, void>
  /** Kept changes of one document after a number. */
  replay(documentId: string, after: number): AsyncGenerator<FeedPage, void>
}

const comment = Buffer.from(': still here\n\n')
/** Changes read at a time; as events about 30 KB. */
const pageSize = 200
/** Pages in memory together, for those who replay the same stretch. */
const maxPages = 32
/** Between two rings, for each follower: writing to one takes about a tenth of it. */
const msPerFollower = 0.5

/**
 * The change feed for any number of followers: each page is read and encoded once, and a follower holds no more
 * than a number. The store is watched while somebody follows.
 */
export function createFeed(
  store: Pick<Store, 'changesAfter' | 'watch'>,
  { heartbeatMs = 15_000 } = {},
): Feed {
  /** By the number that they begin after. */
  const pages = new Map<number, { page: Promise<FeedPage>; isFull: boolean }>()
  let followers = 0
  let unwatch = () => {}
  let heartbeat: NodeJS.Timeout | undefined
  let rings = 0
  let rungAt = Number.NEGATIVE_INFINITY
  let ringing: NodeJS.Timeout | undefined
  const waiting = new Set<() => void>()

  function wakeAll() {
    for (const wake of [...waiting]) wake()
  }

  /** Changes that come quickly are told together, so that many followers leave time for all else. */
  function onChange() {
    const dueMs = rungAt + followers * msPerFollower - performance.now()
    if (dueMs <= 0) ring()
    else ringing ??= setTimeout(ring, dueMs)
  }

  function ring() {
    clearTimeout(ringing)
    ringing = undefined
    rungAt = performance.now()
    rings += 1
    // A full page stays what it is; the last one may have grown.
    for (const [after, { isFull }] of pages) if (!isFull) pages.delete(after)
    wakeAll()
  }

  /** Resolves at a change, a heartbeat, or when `signal` aborts. */
  function woken(signal: AbortSignal): Promise<void> {
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
    if (followers === 0) {
      unwatch = store.watch(onChange)
      heartbeat = setInterval(wakeAll, heartbeatMs)
    }
    followers += 1
  }

  function leave() {
    followers -= 1
    if (followers > 0) return
    unwatch()
    clearInterval(heartbeat)
    clearTimeout(ringing)
    ringing = undefined
    pages.clear()
  }

  function read(after: number): Promise<FeedPage> {
    const known = pages.get(after)
    if (known) return known.page
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
      try {
        while (!signal.aborted) {
          const seen = rings
          const page = await read(after)
          if (page.changes.length > 0) {
            yield page
            after = page.last
          } else if (rings === seen && !signal.aborted) {
            await woken(signal)
            if (rings === seen && !signal.aborted) yield { ...page, bytes: comment }
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

async function readPage(
  store: Pick<Store, 'changesAfter'>,
  after: number,
  documentId?: string,
): Promise<FeedPage> {
  const scope = documentId === undefined ? {} : { documentId }
  const changes = await store.changesAfter(after, { limit: pageSize, ...scope })
  const events = changes.map(toEvent)
  const bytes = Buffer.from(events.join(''))
  let end = 0
  return {
    changes: changes.map((change, index) => {
      const begin = end
      end += Buffer.byteLength(events[index] ?? '')
      return { documentId: change.documentId, bytes: bytes.subarray(begin, end) }
    }),
    bytes,
    last: changes.at(-1)?.change ?? after,
  }
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
function toEvent({ kind, at, documentId: id, ...rest }: Change): string {
  const data = { ...rest, at: at.toISOString(), id } satisfies DocumentChange | PageChange
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\nid: ${rest.change}\n\n`
}
