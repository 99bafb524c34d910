import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { Rotation } from '../../shared/events/contract/rotation.ts'
import { PageWithWords, TextVersion } from '../../shared/http/api.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import type { Store } from '../../shared/store/store.ts'
import { matchesEtag, notModified } from '../http/conditional.ts'
import { disposition } from '../http/file-name.ts'
import { examples } from '../http/openapi/examples.ts'
import {
  bytes,
  createRoutes,
  documentId,
  json,
  pageNumber,
  problems,
} from '../http/openapi/openapi.ts'
import { toPart } from '../http/range.ts'
import { toBody } from '../originals/original-body.ts'
import { mediaTypes } from '../submission/image-format.ts'
import type { Preview } from './preview.ts'
import { toPageWithWords } from './responses.ts'

export interface PageDeps {
  store: Pick<Store, 'document' | 'page' | 'original'>
  preview: Preview
  logger: Logger
}

const params = z.object({ id: documentId, page: pageNumber })
const commonProblems = { 400: ['invalid-request'], 404: ['unknown-page'] }
const unchanged = { 304: { description: 'The representation named in If-None-Match is current' } }

const getPage = createRoute({
  method: 'get',
  path: '/v1/documents/{id}/pages/{page}',
  operationId: 'getPage',
  summary: 'A page with its words and their positions',
  request: { params, query: z.object({ reading: TextVersion }) },
  responses: {
    ...problems(commonProblems),
    200: json('OK', PageWithWords, examples.page),
  },
})

const getImage = createRoute({
  method: 'get',
  path: '/v1/documents/{id}/pages/{page}/image',
  operationId: 'getPageImage',
  summary: 'The original of a page, unmodified: an image, or the file that has the page',
  request: {
    params,
    headers: z.object({
      range: z
        .string()
        .optional()
        .describe('one byte range; a request for several ranges gets all bytes')
        .meta({ example: 'bytes=0-1023' }),
      'if-range': z.string().optional().describe('ETag that the range applies to'),
    }),
  },
  responses: {
    ...problems({ ...commonProblems, 416: ['range-not-satisfiable'] }),
    ...unchanged,
    200: bytes('The original', ...mediaTypes),
    206: bytes('The requested range', ...mediaTypes),
  },
})

const getPreview = createRoute({
  method: 'get',
  path: '/v1/documents/{id}/pages/{page}/preview',
  operationId: 'getPagePreview',
  summary: 'A small upright image of a page, for display',
  request: {
    params,
    query: z.object({
      width: z.enum(['320', '1600', '3200']).default('320').describe('at most, in px'),
      rotate: z
        .enum(['0', '90', '180', '270'])
        .default('0')
        .describe('degrees clockwise by which it is turned, such as `rotate` of the page'),
    }),
  },
  responses: {
    ...problems({ ...commonProblems, 422: ['unreadable-image'], 503: ['too-many-previews'] }),
    ...unchanged,
    200: bytes('The preview', 'image/webp'),
  },
})

export function unknownPage(): Problem {
  return new Problem(404, 'unknown-page', 'No such page')
}

/** Images of a page never change; only private caches may store them. */
function immutable(etag: string) {
  return {
    etag,
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "sandbox; default-src 'none'",
  }
}

export function pageRoutes({ store, preview, logger }: PageDeps): OpenAPIHono {
  const find = async (id: string, page: number) => {
    const original = await store.original(id, page)
    if (original === null) throw unknownPage()
    return original
  }

  return createRoutes()
    .openapi(getPage, async (c) => {
      const { id, page } = c.req.valid('param')
      const found = await store.page(id, page, c.req.valid('query').reading)
      if (found === null) throw unknownPage()
      return c.json(toPageWithWords(found), 200)
    })
    .openapi(getImage, async (c) => {
      const { id, page } = c.req.valid('param')
      const original = await find(id, page)
      const { mediaType, bytes: size, originalPage } = original
      const headers = { ...immutable(`"${original.digest}"`), 'accept-ranges': 'bytes' }
      if (matchesEtag(c, headers.etag)) return notModified(headers)
      const { range: requested, 'if-range': ifRange = headers.etag } = c.req.valid('header')
      // Only for GET: https://www.rfc-editor.org/rfc/rfc9110#section-14.2
      const isForRange = c.req.method === 'GET' && ifRange === headers.etag
      const part = toPart(isForRange ? requested : undefined, size)
      const document = await store.document(id)
      // The name is that of the first file.
      const filename = page === (originalPage ?? 1) ? document?.filename : null
      return c.body(await toBody(c, original.read(part.from, part.to), logger), part.status, {
        ...headers,
        ...part.headers,
        'content-type': mediaType,
        'content-disposition': disposition(filename ?? `${id}-${page}.${mediaType.split('/')[1]}`),
      })
    })
    .openapi(getPreview, async (c) => {
      const { id, page } = c.req.valid('param')
      const { width, rotate } = c.req.valid('query')
      const headers = immutable(`"${id}.${page}.${width}.${rotate}"`)
      const original = await find(id, page)
      if (matchesEtag(c, headers.etag)) return notModified(headers)
      const turn = Rotation.parse(Number(rotate))
      const options = { width: Number(width), rotate: turn, gone: c.req.raw.signal }
      return c.body(await preview(original, options), 200, {
        ...headers,
        'content-type': 'image/webp',
      })
    })
}
