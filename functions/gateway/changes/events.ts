import type { Store } from '../../shared/store/store.ts'
import type { Feed } from './feed.ts'
import type { ChangeEvent, FeedPage } from './feed-page.ts'

export interface EventOptions {
  store: Pick<Store, 'feedBounds'>
  feed: Feed
  /** Number of the last change that the client has; undefined sends changes from now on. */
  after: number | undefined
  documentId?: string | undefined
  /** Ends the events when it aborts. */
  signal: AbortSignal
  /** Called with changes as they are written. */
  onChanges: (changes: ChangeEvent[]) => void
}

/**
 * Changes until `signal` aborts, each with `id: <change>` for the client to resume from. Changes are read on demand:
 * nothing is buffered for a slow client.
 *
 *   event: document               event: page                     event: reset   no longer stored: reload
 *   data: DocumentChange          data: PageChange                data: {"change":40}
 *   id: 17                        id: 18                          id: 40
 *
 *   event: reading                recognition has started; neither stored nor repeated, so without an id
 *   data: PageReading
 *
 *   event: heartbeat              nothing else for 15 s; without an id
 *   data: {}
 */
export async function* readEvents(options: EventOptions): AsyncGenerator<Uint8Array, void> {
  const { store, feed, documentId, signal, onChanges } = options
  const { oldest, latest } = await store.feedBounds()
  const wanted = options.after ?? latest
  const isKept = wanted >= oldest && wanted <= latest
  let after = isKept ? wanted : latest
  // An id without data: a client that loses its connection before the first event resumes from here.
  const begin = `retry: 1000\nid: ${after}\n\n`
  const reset = `event: reset\ndata: ${JSON.stringify({ change: after })}\nid: ${after}\n\n`
  yield Buffer.from(isKept ? begin : begin + reset)
  if (documentId === undefined) {
    for await (const { bytes, changes } of feed.follow(after, signal)) {
      onChanges(changes)
      yield bytes
    }
    return
  }
  for await (const page of feed.replay(documentId, after)) {
    onChanges(page.changes)
    yield page.bytes
    after = page.last
  }
  // The replay contains every change up to `latest` at least.
  for await (const page of feed.follow(Math.max(after, latest), signal)) {
    const bytes = eventsOfDocument(page, documentId)
    onChanges(page.changes.filter((change) => change.documentId === documentId))
    if (bytes.byteLength > 0) yield bytes
  }
}

function eventsOfDocument({ changes, readings, bytes }: FeedPage, documentId: string): Uint8Array {
  const events = [...changes, ...readings]
  if (events.length === 0) return bytes
  const own = events.filter((event) => event.documentId === documentId)
  const [first] = own
  // A single event is not copied: all followers of the document share its bytes.
  if (own.length === 1 && first) return first.bytes
  return Buffer.concat(own.map(({ bytes }) => bytes))
}
