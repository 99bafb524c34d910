import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { Rotation } from '../../shared/events/contract/rotation.ts'
import { Redriven } from '../../shared/http/api.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { PdfText } from '../../shared/settings/pdf-text.ts'
import type { Store } from '../../shared/store/store.ts'
import type { RedriveChoice, StoredDocument, StoredPage } from '../../shared/store/values/stored.ts'
import type { Metrics } from '../../shared/telemetry/metrics.ts'
import { activeSpan } from '../../shared/telemetry/spans.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, documentId, json, maxPage, problems } from '../http/openapi/openapi.ts'
import { limitJsonBody } from '../http/requests/json-body-limit.ts'
import { acceptLanguage } from '../languages/accept-language.ts'
import { type Append, type AppendStoredDeps, appendStored } from '../submission/append/append.ts'
import { maxSinglePages } from '../submission/append/page-sender.ts'
import { type CapacityDeps, requireCapacity } from '../submission/capacity.ts'
import { textDescription } from '../uploads/upload.ts'
import { unknownDocument } from './document-routes.ts'
import { unknownPage } from './page-routes.ts'

export interface RedriveDeps extends CapacityDeps {
  store: CapacityDeps['store'] & AppendStoredDeps['store'] & Pick<Store, 'document' | 'redrive'>
  settings: CapacityDeps['settings'] & Pick<Settings, 'OCR_LANGUAGES'>
  append: Append
  metrics: Metrics
}

/** All pages of the largest document by their numbers. */
const maxBytes = 16 * 1024

const RedriveRequest = z.strictObject({
  pages: z
    .union([z.enum(['failed', 'all']), z.array(z.int().min(1).max(maxPage)).min(1)], {
      error: 'expected failed, all, or a list of page numbers',
    })
    .optional()
    .describe(
      '`failed` (the default) or `all` finished pages, or the finished ones of these; a page keeps its text until a ' +
        'new text replaces it',
    ),
  submittedUpTo: z
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe(
      '`submissions` of /v1/system: only pages not submitted since, so a repeated request is idempotent',
    ),
  language: z
    .string()
    .max(100)
    .optional()
    .describe(
      'language used for recognition, as in an upload; by default that of the latest redrive of the page that named ' +
        'one, or `language` of the document',
    ),
  text: PdfText.optional().describe(`${textDescription}, or the upload or a redrive said before`),
  bulk: z
    .boolean()
    .optional()
    .describe(
      'whether the pages wait behind single pages of others; by default a replay does, up to 20 numbered pages do not, ' +
        'and others do as before',
    ),
  rotate: Rotation.optional().describe(
    'degrees clockwise by which the picture, as it is shown, is turned before recognition; by default as before. Boxes ' +
      'of words stay those of the picture as it is shown',
  ),
})

const redriveDocument = createRoute({
  method: 'post',
  path: '/v1/documents/{id}/redrive',
  operationId: 'redriveDocument',
  summary: 'Resubmits failed, all or given pages, each with its next try',
  middleware: limitJsonBody(maxBytes),
  request: {
    params: z.object({ id: documentId }),
    body: {
      required: false,
      content: {
        'application/json': {
          schema: RedriveRequest,
          example: { pages: [2], language: 'fra', rotate: 90 },
        },
      },
    },
  },
  responses: {
    ...problems({
      400: ['invalid-request', 'unknown-language'],
      404: ['unknown-document', 'unknown-page'],
      413: ['too-large'],
      415: ['unsupported-media-type'],
      503: ['too-many-queued', 'disk-full', 'log-unavailable', 'event-refused'],
    }),
    202: json(
      'The pages, possibly none, are on disk and in the log, and will be recognized',
      Redriven,
      examples.redriven,
    ),
  },
})

export function redriveRoutes(deps: RedriveDeps): OpenAPIHono {
  const { store, logger } = deps

  return createRoutes().openapi(redriveDocument, async (c) => {
    const { id } = c.req.valid('param')
    const body = c.req.valid('json')
    const { pages: which = 'failed', submittedUpTo: upTo, language, ...how } = body
    const override = language !== undefined && {
      language: acceptLanguage(language, deps.settings.OCR_LANGUAGES),
    }
    const before = await store.document(id)
    if (before === null) throw unknownDocument()
    requirePages(before, which)
    await requireCapacity(deps, maxRedriven(before, which))

    const limit = upTo !== undefined && { upTo }
    await store.redrive(id, { pages: which, ...laneOf(which, upTo), ...how, ...override, ...limit })
    // Includes pages that an earlier redrive queued and the log did not accept, but none that still follow their upload.
    const origin = { request: activeSpan()?.traceparent, fromTry: 2 }
    const redrivenPages = await appendStored(deps, id, origin)
    deps.metrics.add('glyphflow.redrives', {}, redrivenPages)
    const document = await store.document(id)
    if (document === null) throw unknownDocument()
    logger.debug({ documentId: id, pages: redrivenPages }, 'document redriven')
    return c.json({ id, status: document.status, redrivenPages }, 202)
  })
}

/** Few pages that a person reads again do not wait behind the rest of their document; those of a replay do. */
function laneOf(which: RedriveChoice['pages'], upTo?: number): Pick<RedriveChoice, 'bulk'> {
  if (upTo !== undefined) return { bulk: true }
  return Array.isArray(which) ? { bulk: which.length > maxSinglePages } : {}
}

function requirePages({ pages }: StoredDocument, which: RedriveChoice['pages']): void {
  const isUnknown = (page: number) => page > pages.length
  if (Array.isArray(which) && which.some(isUnknown)) throw unknownPage()
}

/** Maximum number of pages that the redrive queues. */
function maxRedriven({ pages }: StoredDocument, which: RedriveChoice['pages']): number {
  const listed = Array.isArray(which) ? new Set(which) : null
  const ended = which === 'failed' ? ['failed'] : ['failed', 'done']
  const isChosen = ({ page, status }: StoredPage) =>
    ended.includes(status) && (listed?.has(page) ?? true)
  return pages.filter(isChosen).length
}
