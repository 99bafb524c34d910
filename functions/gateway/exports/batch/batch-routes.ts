import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { Problem } from '../../../shared/http/problem.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { StoredDocument } from '../../../shared/store/values/stored.ts'
import { examples } from '../../http/openapi/examples.ts'
import { createRoutes, problems } from '../../http/openapi/openapi.ts'
import type { ExportDeps } from '../export-routes.ts'
import { answerZip, requireRead, zipFormat, zipResponse } from './zip.ts'

export interface BatchDeps extends ExportDeps {
  store: ExportDeps['store'] & Pick<Store, 'documents'>
}

/** Documents in memory at once, each with its text. */
const listLength = 10

const getZip = createRoute({
  method: 'get',
  path: '/v1/batches/{batch}/zip',
  operationId: 'getBatchZip',
  summary: 'All documents of a batch in one format, as a ZIP file',
  request: {
    params: z.object({
      batch: z.string().min(1).max(100).meta({ example: examples.samples.batch }),
    }),
    query: z.object({ format: zipFormat.default('text') }),
  },
  responses: {
    ...problems({ 400: ['invalid-request'], 404: ['unknown-batch'], 202: ['not-read-yet'] }),
    200: zipResponse('newest first'),
  },
})

export function batchRoutes(deps: BatchDeps): OpenAPIHono {
  async function* documentsOf(batch: string): AsyncGenerator<StoredDocument> {
    let cursor: string | null = null
    do {
      const options = { batch, limit: listLength, ...(cursor && { cursor }) }
      const list = await deps.store.documents(options)
      yield* list.documents
      cursor = list.next
    } while (cursor !== null)
  }

  return createRoutes().openapi(getZip, async (c) => {
    const { batch } = c.req.valid('param')
    const { format } = c.req.valid('query')
    const unknown = new Problem(404, 'unknown-batch', 'No documents of this batch')
    await requireRead(documentsOf(batch), unknown)
    return answerZip(c, deps, documentsOf(batch), { format, name: batch })
  })
}
