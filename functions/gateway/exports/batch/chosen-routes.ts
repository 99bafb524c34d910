import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { Problem } from '../../../shared/http/problem.ts'
import type { StoredDocument } from '../../../shared/store/values/stored.ts'
import { examples } from '../../http/openapi/examples.ts'
import { createRoutes, documentId, problems } from '../../http/openapi/openapi.ts'
import { limitJsonBody } from '../../http/requests/json-body-limit.ts'
import type { ExportDeps } from '../export-routes.ts'
import { answerZip, requireRead, zipFormat, zipResponse } from './zip.ts'

const maxIds = 1000
const maxBodyBytes = 65_536

const Chosen = z.strictObject({
  ids: z.array(documentId.min(1).max(100)).min(1).max(maxIds),
  format: zipFormat.default('text'),
})

const zipDocuments = createRoute({
  method: 'post',
  path: '/v1/documents/zip',
  operationId: 'zipDocuments',
  summary: 'Chosen documents in one format, as a ZIP file',
  middleware: limitJsonBody(maxBodyBytes),
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: Chosen, example: { ids: [examples.id], format: 'pdf' } },
      },
    },
  },
  responses: {
    ...problems({
      ...{ 400: ['invalid-request'], 404: ['unknown-document'], 202: ['not-read-yet'] },
      ...{ 413: ['too-large'], 415: ['unsupported-media-type'] },
    }),
    200: zipResponse('in the order of the ids'),
  },
})

/** ZIP of documents that a person chose. */
export function chosenRoutes(deps: ExportDeps): OpenAPIHono {
  async function* documentsOf(ids: string[]): AsyncGenerator<StoredDocument> {
    for (const id of new Set(ids)) {
      const document = await deps.store.document(id)
      if (document) yield document
    }
  }

  return createRoutes().openapi(zipDocuments, async (c) => {
    const { ids, format } = c.req.valid('json')
    const unknown = new Problem(404, 'unknown-document', 'No document with one of these ids')
    await requireRead(documentsOf(ids), unknown)
    const listed = [...new Set(ids)].map((id) => ({ id, filename: null }))
    return answerZip(c, deps, listed, { format, name: 'documents' })
  })
}
