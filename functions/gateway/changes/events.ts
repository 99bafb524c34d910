import type { SSEStreamingApi } from 'hono/streaming'
import type { DocumentChange, PageChange } from '../../shared/api.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Change } from '../../shared/store/stored.ts'
import { openBell } from './changes.ts'

/** Changes read at a time. */
const slice = 500

export interface EventStream {
  store: Pick<Store, 'changesAfter' | 'feedBounds' | 'watch'>
  stream: Pick<SSEStreamingApi, 'write' | 'writeSSE'>
  /** Changes after this number are sent; those from now on if it is undefined. */
  after: number | undefined
  documentId?: string
  /** Ends the stream. */
  signal: AbortSignal
}

/**
 * Sends changes until `signal` aborts, one `id: <change>` each, so that a client resumes where it was.
 * Each write is awaited: a slow client makes nothing pile up.
 *
 *   id: 17                        id: 18                          id: 40
 *   event: document               event: page                     event: reset   not kept: load again
 *   data: DocumentChange          data: PageChange                data: {"change":40}
 */
export async function sendChanges(options: EventStream): Promise<void> {
  const { store, stream, documentId, signal } = options
  const bell = openBell(store)
  try {
    const { oldest, latest } = await store.feedBounds()
    const wanted = options.after ?? latest
    const isKept = wanted >= oldest && wanted <= latest
    let after = isKept ? wanted : latest
    // An id without data: a client that is cut off before its first event resumes from here.
    await stream.write(`retry: 1000\nid: ${after}\n\n`)
    if (!isKept) {
      await stream.writeSSE({
        event: 'reset',
        id: `${after}`,
        data: JSON.stringify({ change: after }),
      })
    }
    while (!signal.aborted) {
      const changes = await store.changesAfter(after, {
        limit: slice,
        ...(documentId !== undefined && { documentId }),
      })
      for (const change of changes) {
        if (signal.aborted) return
        await stream.writeSSE(toEvent(change))
        after = change.change
      }
      if (changes.length < slice) await bell.next(signal)
    }
  } finally {
    bell.close()
  }
}

function toEvent({ kind, at, documentId: id, ...rest }: Change) {
  const data = { ...rest, at: at.toISOString(), id } satisfies DocumentChange | PageChange
  return { event: kind, id: `${rest.change}`, data: JSON.stringify(data) }
}
