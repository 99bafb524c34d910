import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import * as z from 'zod'
import { DocumentWithWords, TextVersion } from '../../shared/http/api.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import type { Store } from '../../shared/store/store.ts'
import { unknownDocument } from '../documents/document-routes.ts'
import { disposition } from '../http/file-name.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, documentId, problems } from '../http/openapi/openapi.ts'
import { toBody } from '../originals/original-body.ts'
import { toExported } from './exported.ts'
import { fileNameOf } from './file-name-of.ts'
import { type FormatName, formatNames, formats } from './formats.ts'
import { inChunks } from './in-chunks.ts'
import type { OpenOriginals } from './pdf/originals.ts'
import { requireRead } from './readiness.ts'

export interface ExportDeps {
  store: Pick<Store, 'document' | 'page'>
  openOriginals: OpenOriginals
  logger: Logger
}

const json = 'application/json'
/** Formats by media type without parameters, but for `words.json`: that of JSON names the document itself. */
const byType = new Map(
  formatNames
    .filter((name) => name !== 'words.json')
    .map((name) => [formats[name].mediaType.replace(/;.*/, ''), name]),
)

const codes = { 202: ['not-read-yet'], 400: ['invalid-request'], 404: ['unknown-document'] }
const pdfCodes = { 409: ['unsupported-pdf'], 503: ['too-many-exports'] }

function routeOf(name: FormatName) {
  const { mediaType, summary, description } = formats[name]
  return createRoute({
    method: 'get',
    path: `/v1/documents/{id}/${name}`,
    operationId: `getDocument${name.charAt(0).toUpperCase()}${name.slice(1).replace('.json', '')}`,
    summary,
    request: { params: z.object({ id: documentId }), query: z.object({ reading: TextVersion }) },
    responses: {
      ...problems(name === 'pdf' ? { ...codes, ...pdfCodes } : codes),
      200: { description, content: { [mediaType]: contentOf(name) } },
    },
  })
}

function contentOf(name: FormatName) {
  if (name === 'words.json') return { schema: DocumentWithWords, example: examples.words }
  if (name === 'pdf') return { schema: { type: 'string', format: 'binary' } as const }
  return name === 'text' ? { schema: z.string(), example: examples.text } : { schema: z.string() }
}

/** A document in each of the formats: at a path of its own, and instead of JSON if Accept asks for it. */
export function exportRoutes({ store, openOriginals, logger }: ExportDeps): OpenAPIHono {
  interface Requested {
    id: string
    name: FormatName
    reading?: z.infer<typeof TextVersion>
  }

  async function answer(c: Context, { id, name, reading }: Requested): Promise<Response> {
    const document = await store.document(id, reading)
    if (document === null) throw unknownDocument()
    requireRead(document)
    const format = formats[name]
    const exported = toExported(store, document, reading)
    const parts = format.write(exported, openOriginals(id, c.req.raw.signal))
    return c.body(await toBody(c, inChunks(parts), logger), 200, {
      'content-type': format.mediaType,
      'content-disposition': disposition(fileNameOf(document, format)),
    })
  }

  const routes = createRoutes()
  for (const name of formatNames) {
    routes.openapi(routeOf(name), (c) =>
      answer(c, { ...c.req.valid('param'), ...c.req.valid('query'), name }),
    )
  }
  routes.get('/v1/documents/:id', async (c, next) => {
    c.header('vary', 'Accept', { append: true })
    // Any type stands for the default.
    const supports = [json, ...byType.keys(), '*/*']
    const name = byType.get(accepts(c, { header: 'Accept', supports, default: json }))
    if (name === undefined) return next()
    const { data: reading } = TextVersion.safeParse(c.req.query('reading'))
    if (reading === undefined) {
      throw new Problem(400, 'invalid-request', 'Expected reading to be corrected or recognized')
    }
    return answer(c, { id: c.req.param('id'), name, reading })
  })
  return routes
}
