import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { Document, DocumentKind, DocumentList, DocumentStatus } from '../../shared/http/api.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { Store } from '../../shared/store/store.ts'
import type { StoredDocument } from '../../shared/store/values/stored.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, documentId, json, problems } from '../http/openapi/openapi.ts'
import { queryIds } from '../http/requests/query-ids.ts'
import { queryTime } from '../http/requests/query-time.ts'
import { toDocument } from './responses.ts'

export interface DocumentDeps {
  store: Pick<Store, 'document' | 'documents' | 'deleteDocument'>
}

const params = z.object({ id: documentId })
const unknown = { 404: ['unknown-document'] }

export function unknownDocument(): Problem {
  return new Problem(404, 'unknown-document', 'No document with this id')
}

const getDocument = createRoute({
  method: 'get',
  path: '/v1/documents/{id}',
  operationId: 'getDocument',
  summary: 'A document with the text of its pages',
  description:
    'With `Accept: text/plain`, `text/vnd.hocr+html`, `application/alto+xml` or `application/pdf` the answer is that of ' +
    '`/text`, `/hocr`, `/alto` or `/pdf`.',
  request: { params },
  responses: {
    ...problems(unknown),
    200: json('OK', Document, examples.document),
  },
})

const listDocuments = createRoute({
  method: 'get',
  path: '/v1/documents',
  operationId: 'listDocuments',
  summary:
    'Documents, newest first; with q, documents whose text or file name matches, best match first',
  request: {
    query: z.object({
      q: z
        .string()
        .max(500)
        .optional()
        .describe(
          'words, all in the document or its file name, best on one page; the last word may be a prefix; ' +
            'only the first 16 different words count',
        )
        .meta({ example: 'harbour' }),
      status: DocumentStatus.optional(),
      kind: DocumentKind.optional().describe('kind of the first file'),
      batch: z.string().max(100).optional(),
      ids: queryIds.optional().describe('only these documents; without q'),
      createdAfter: queryTime.optional().describe('uploaded at this time or later'),
      createdBefore: queryTime.optional().describe('uploaded before this time'),
      cursor: z.string().max(500).optional().describe('`next` of the previous list'),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(200)
        .default(50)
        .describe('number of documents; fewer, with a `next`, if they have more than 2,000 pages'),
    }),
  },
  responses: {
    ...problems({ 400: ['invalid-request', 'invalid-cursor'], 503: ['search-too-slow'] }),
    200: json('OK', DocumentList, examples.list),
  },
})

const deleteDocument = createRoute({
  method: 'delete',
  path: '/v1/documents/{id}',
  operationId: 'deleteDocument',
  summary: 'Deletes the text and the originals; a later result does not restore them',
  request: { params },
  responses: { ...problems(unknown), 204: { description: 'Deleted' } },
})

const deleteDocuments = createRoute({
  method: 'delete',
  path: '/v1/documents',
  operationId: 'deleteDocuments',
  summary: 'Deletes several documents, each as `DELETE /v1/documents/{id}` does',
  request: { query: z.object({ ids: queryIds }) },
  responses: {
    ...problems({ 400: ['invalid-request'] }),
    204: { description: 'None of them exists any more' },
  },
})

export function documentRoutes({ store }: DocumentDeps): OpenAPIHono {
  const find = async (id: string): Promise<StoredDocument> => {
    const document = await store.document(id)
    if (document === null) throw unknownDocument()
    return document
  }

  return createRoutes()
    .openapi(listDocuments, async (c) => {
      const { q, createdAfter, createdBefore, ...filter } = c.req.valid('query')
      if (q?.trim() && filter.ids) {
        throw new Problem(400, 'invalid-request', 'ids: Expected no ids with q')
      }
      const { documents, next, changes } = await store.documents({
        ...filter,
        ...(q?.trim() && { query: q.trim() }),
        ...(createdAfter !== undefined && { createdAfter: new Date(createdAfter) }),
        ...(createdBefore !== undefined && { createdBefore: new Date(createdBefore) }),
      })
      const found = documents.map(({ snippet, ...document }) => ({
        ...toDocument(document),
        snippet,
      }))
      return c.json({ documents: found, next, changes }, 200)
    })
    .openapi(getDocument, async (c) => c.json(toDocument(await find(c.req.valid('param').id)), 200))
    .openapi(deleteDocument, async (c) => {
      const { id } = c.req.valid('param')
      if (!(await store.deleteDocument(id))) throw unknownDocument()
      return c.body(null, 204)
    })
    .openapi(deleteDocuments, async (c) => {
      for (const id of c.req.valid('query').ids) await store.deleteDocument(id)
      return c.body(null, 204)
    })
}
