import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import * as z from 'zod'
import { DocumentChange, PageChange } from '../../shared/api.ts'
import type { Log } from '../../shared/log.ts'
import type { Store } from '../../shared/store/store.ts'
import { unknownDocument } from '../documents/document-routes.ts'
import { examples } from '../http/examples.ts'
import { createRoutes, documentId, problems } from '../http/openapi.ts'
import { openDeadline } from './changes.ts'
import { sendChanges } from './events.ts'

export interface EventDeps {
  store: Pick<Store, 'document' | 'changesAfter' | 'feedBounds' | 'watch'>
  stopping: AbortSignal
  log: Log
  /** A stream's life: shorter than what proxies cut off. */
  streamMs?: number
  /** Between comments, which tell both sides that the other is there. */
  heartbeatMs?: number
}

const change = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional()
const request = {
  query: z.object({ after: change.describe('from now on if there is neither') }),
  headers: z.object({ 'last-event-id': change.describe('goes before after') }),
}
const responses = {
  ...problems({ 400: ['invalid-request'], 404: ['unknown-document'] }),
  200: {
    description:
      'Events `document` (DocumentChange) and `page` (PageChange), `id` their number; `reset` where the number asked for is not kept: load again',
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
  const { store, stopping, log, streamMs = 4 * 60_000, heartbeatMs = 15_000 } = deps

  const answer = (c: Context, after: number | undefined, documentId?: string): Response => {
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' })
    const response = streamSSE(c, async (stream) => {
      const deadline = openDeadline(streamMs, [stopping, c.req.raw.signal])
      // Also lets go of a write that waits for a client that reads no more.
      deadline.signal.addEventListener('abort', () => stream.abort())
      stream.onAbort(deadline.abort)
      const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMs)
      try {
        const scope = documentId === undefined ? {} : { documentId }
        await sendChanges({ store, stream, after, ...scope, signal: deadline.signal })
      } catch (error) {
        // The client comes again by itself.
        log.warn({ err: error }, 'event stream failed')
      } finally {
        clearInterval(heartbeat)
        deadline.close()
      }
    })
    response.headers.set('cache-control', 'no-store')
    response.headers.set('x-accel-buffering', 'no')
    return response
  }

  const routes = createRoutes()
  for (const [name, schema] of Object.entries({ DocumentChange, PageChange })) {
    // A copy, which knows of OpenAPI as schemas from before its import do not.
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
