import type { Store } from '../../shared/store/store.ts'
import type { Feed, FeedPage } from './feed.ts'

export interface EventOptions {
  store: Pick<Store, 'feedBounds'>
  feed: Feed
  /** Changes after this number are sent; those from now on if it is undefined. */
  after: number | undefined
  documentId?: string | undefined
  /** Ends them. */
  signal: AbortSignal
}

/**
 * Changes until `signal` aborts, one `id: <change>` each, so that a client resumes where it was. They are read
 * when they are asked for: a slow client makes nothing pile up.
 *
 *   event: document               event: page                     event: reset   not kept: load again
 *   data: DocumentChange          data: PageChange                data: {"change":40}
 *   id: 17                        id: 18                          id: 40
 */
export async function* readEvents(options: EventOptions): AsyncGenerator<Uint8Array, void> {
  const { store, feed, documentId, signal } = options
  const { oldest, latest } = await store.feedBounds()
  const wanted = options.after ?? latest
  const isKept = wanted >= oldest && wanted <= latest
  let after = isKept ? wanted : latest
  // An id without data: a client that is cut off before its first event resumes from here.
  const begin = `retry: 1000\nid: ${after}\n\n`
  const reset = `event: reset\ndata: ${JSON.stringify({ change: after })}\nid: ${after}\n\n`
  yield Buffer.from(isKept ? begin : begin + reset)
  if (documentId === undefined) {
    for await (const { bytes } of feed.follow(after, signal)) yield bytes
    return
  }
  for await (const page of feed.replay(documentId, after)) {
    yield page.bytes
    after = page.last
  }
  // The replay was complete up to `latest` at least.
  for await (const page of feed.follow(Math.max(after, latest), signal)) {
    const bytes = ofDocument(page, documentId)
    if (bytes.byteLength > 0) yield bytes
  }
}

function ofDocument({ changes, bytes }: FeedPage, documentId: string): Uint8Array {
  if (changes.length === 0) return bytes
  const own = changes.filter((change) => change.documentId === documentId)
  const [first] = own
  // Shared with all who follow it, where there is but one.
  if (own.length === 1 && first) return first.bytes
  return Buffer.concat(own.map(({ bytes }) => bytes))
}
