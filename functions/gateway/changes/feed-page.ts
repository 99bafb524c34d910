import type { DocumentChange, PageChange } from '../../shared/http/api.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Change } from '../../shared/store/values/stored.ts'

/** An event of one document. */
interface FeedEvent {
  documentId: string
  bytes: Uint8Array
}

export interface ChangeEvent extends FeedEvent {
  change: Change
}

/** Consecutive changes, encoded once for all followers; or `reading` events. */
export interface FeedPage {
  changes: ChangeEvent[]
  readings: FeedEvent[]
  /** All events, concatenated. */
  bytes: Uint8Array
  /** Number of the last change. */
  last: number
}

/** Changes per read, about 30 KB as events. */
export const pageSize = 200

/** Reads changes after a number, of all documents or of one. */
export async function readPage(
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
      return { documentId: change.documentId, change, bytes: bytes.subarray(begin, end) }
    }),
    readings: [],
    bytes,
    last: changes.at(-1)?.change ?? after,
  }
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
function toEvent({ kind, at, documentId: id, ...rest }: Change): string {
  const data = { ...rest, at: at.toISOString(), id } satisfies DocumentChange | PageChange
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\nid: ${rest.change}\n\n`
}
