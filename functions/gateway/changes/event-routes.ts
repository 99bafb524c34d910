import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import * as z from 'zod'
import { DocumentChange, PageChange, PageReading } from '../../shared/http/api.ts'
import type { Logger } from '../../shared/process/logger.ts'
import type { Settings } from '../../shared/settings/env.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Metrics } from '../../shared/telemetry/metrics.ts'
import { unknownDocument } from '../documents/document-routes.ts'
import { clientAddress } from '../http/callers/client-address.ts'
import { connectionOf } from '../http/connection.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, documentId, problems } from '../http/openapi/openapi.ts'
import type { PageTracing } from '../submission/page-tracing.ts'
import { readEvents } from './events.ts'
import type { Feed } from './feed.ts'
import type { ChangeEvent } from './feed-page.ts'
import { openDeadline } from './streams/deadline.ts'
import { createEventStream } from './streams/event-stream.ts'
import { createStreamSlots } from './streams/stream-slots.ts'

export interface EventDeps {
  store: Pick<Store, 'document' | 'feedBounds'>
  feed: Feed
  settings: Pick<Settings, 'MAX_STREAMS'>
  releaseMemory: () => void
  tracing: Pick<PageTracing, 'reached'>
  stopping: AbortSignal
  metrics: Metrics
  logger: Logger
  /** Maximum lifetime of a stream, below the usual timeouts of proxies. */
  streamMs?: number
  /** Maximum time for a client to read written bytes. */
  stallMs?: number
}

/** Decimal number of a change. An empty string counts as absent. */
const change = z.preprocess(
  (value) => (typeof value === 'string' && /^\d*$/.test(value) ? toNumber(value) : value),
  z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
)
const toNumber = (digits: string) => (digits === '' ? undefined : Number(digits))

const request = {
  query: z.object({
    after: change.describe(
      'number of the last change received; without it and last-event-id: changes from now on',
    ),
  }),
  headers: z.object({
    'last-event-id': change.describe('as `after`, and takes precedence over it'),
  }),
}
const responses = {
  ...problems({
    400: ['invalid-request'],
    404: ['unknown-document'],
    503: ['too-many-streams'],
  }),
  200: {
    description:
      'Events `document` (DocumentChange) and `page` (PageChange), whose `id` is the number of the change; ' +
      '`reading` (PageReading), without a number, when a reader fetches a page from this gateway; ' +
      '`heartbeat`, without a number, when there was nothing else for 15 s; ' +
      '`reset` if the requested number is no longer stored: load the documents again',
    content: {
      'text/event-stream': { schema: { type: 'string' } as const, example: examples.changes },
    },
  },
}

const allEvents = createRoute({
  method: 'get',
  path: '/v1/events',
  operationId: 'followChanges',
  summary: 'Changes as they happen, as Server-Sent Events',
  request,
  responses,
})

const documentEvents = createRoute({
  method: 'get',
  path: '/v1/documents/{id}/events',
  operationId: 'followDocument',
  summary: 'Changes of one document as they happen, as Server-Sent Events',
  request: { ...request, params: z.object({ id: documentId }) },
  responses,
})

export function eventRoutes(deps: EventDeps): OpenAPIHono {
  const { store, feed, tracing, settings, releaseMemory, stopping, metrics, logger } = deps
  const { streamMs = 4 * 60_000, stallMs = 30_000 } = deps
  const slots = createStreamSlots({ maxStreams: settings.MAX_STREAMS, releaseMemory })

  metrics.observe('glyphflow.streams', () => [{ labels: {}, value: slots.open() }])
  const onChanges = (changes: ChangeEvent[]) => {
    metrics.add('glyphflow.stream.changes', {}, changes.length)
    for (const { change } of changes) tracing.reached(change)
  }

  const answer = (c: Context, after: number | undefined, documentId?: string): Response => {
    const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    const release = slots.acquire(clientAddress(c.req.header('x-forwarded-for')))
    const { signal, abort, close } = openDeadline(streamMs, [stopping, c.req.raw.signal])
    const body = createEventStream({
      events: readEvents({ store, feed, after, documentId, signal, onChanges }),
      signal,
      stallMs,
      disconnect: () => connectionOf(c)?.destroy(),
      onEnd: (error) => {
        release()
        abort()
        close()
        // The client reconnects automatically.
        if (error) logger.warn({ err: error }, 'event stream failed')
      },
    })
    return c.body(body, 200, { ...headers, 'transfer-encoding': 'chunked' })
  }

  const routes = createRoutes()
  for (const [name, schema] of Object.entries({ DocumentChange, PageChange, PageReading })) {
    // Schemas created before the import of zod-openapi lack its methods; a clone has them.
    routes.openAPIRegistry.register(name, schema.clone())
  }
  return routes
    .openapi(allEvents, (c) => {
      const after = c.req.valid('header')['last-event-id'] ?? c.req.valid('query').after
      return answer(c, after)
    })
    .openapi(documentEvents, async (c) => {
      const { id } = c.req.valid('param')
      if ((await store.document(id)) === null) throw unknownDocument()
      const after = c.req.valid('header')['last-event-id'] ?? c.req.valid('query').after
      return answer(c, after, id)
    })
}
