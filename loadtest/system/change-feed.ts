import { setTimeout as pause } from 'node:timers/promises'
import { createParser } from 'eventsource-parser'
import { DocumentChange, PageChange } from '../../functions/shared/http/api.ts'

export type FeedChange =
  | ({ kind: 'document' } & DocumentChange)
  | ({ kind: 'page' } & PageChange)
  /** The requested position is no longer retained. */
  | { kind: 'reset'; change: number }

/**
 * Follows the feed from a position; reconnects with Last-Event-ID. Ends when `signal` aborts.
 */
export async function* followFeed(
  url: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<FeedChange> {
  let last = after
  while (!signal.aborted) {
    try {
      const response = await fetch(`${url}/v1/events`, {
        headers: { 'last-event-id': `${last}` },
        signal,
      })
      if (!response.ok) throw new Error(`${response.status}`)
      for await (const change of changesOf(response)) {
        last = change.change
        yield change
      }
    } catch {
      // Disconnected; the next iteration resumes.
    }
    await pause(50)
  }
}

async function* changesOf(response: Response): AsyncGenerator<FeedChange> {
  const changes: FeedChange[] = []
  const parser = createParser({
    onEvent({ event, data }) {
      const value: unknown = JSON.parse(data)
      if (event === 'document') changes.push({ kind: 'document', ...DocumentChange.parse(value) })
      if (event === 'page') changes.push({ kind: 'page', ...PageChange.parse(value) })
      if (event === 'reset') {
        changes.push({
          kind: 'reset',
          change: DocumentChange.pick({ change: true }).parse(value).change,
        })
      }
    },
  })
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    parser.feed(part)
    yield* changes.splice(0)
  }
}
