import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { Redriven } from '../../shared/api.ts'
import type { Store } from '../../shared/store/store.ts'
import { createRoutes, problems } from '../http/openapi.ts'
import { type Append, type AppendStoredDeps, appendStored } from '../submission/append.ts'
import { type RoomDeps, requireRoom } from '../submission/room.ts'
import { unknownDocument } from './document-routes.ts'

export interface RedriveDeps extends RoomDeps {
  store: RoomDeps['store'] & AppendStoredDeps['store'] & Pick<Store, 'document' | 'redrive'>
  append: Append
}

const redriveDocument = createRoute({
  method: 'post',
  path: '/v1/documents/{id}/redrive',
  summary: 'Sends the failed pages again, with their next try',
  request: { params: z.object({ id: z.string() }) },
  responses: {
    ...problems({
      404: ['unknown-document'],
      503: ['too-many-queued', 'disk-full', 'log-unavailable', 'event-refused'],
    }),
    202: {
      description: 'On disk and in the log; they will be read. None may have failed',
      content: { 'application/json': { schema: Redriven } },
    },
  },
})

export function redriveRoutes(deps: RedriveDeps): OpenAPIHono {
  const { store, log } = deps

  return createRoutes().openapi(redriveDocument, async (c) => {
    const { id } = c.req.valid('param')
    const before = await store.document(id)
    if (before === null) throw unknownDocument()
    await requireRoom(deps, before.pages.filter(({ status }) => status === 'failed').length)

    await store.redrive(id)
    // Those too that an earlier redrive queued, and the log did not take.
    const pages = await appendStored(deps, id)
    const document = await store.document(id)
    if (document === null) throw unknownDocument()
    log.debug({ documentId: id, pages }, 'document redriven')
    return c.json({ id, status: document.status, pages }, 202)
  })
}
