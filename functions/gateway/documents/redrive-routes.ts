import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { Redriven } from '../../shared/http/api.ts'
import type { Settings } from '../../shared/settings/env.ts'
import type { Store } from '../../shared/store/store.ts'
import type { RedriveChoice, StoredDocument } from '../../shared/store/values/stored.ts'
import type { Metrics } from '../../shared/telemetry/metrics.ts'
import { activeSpan } from '../../shared/telemetry/spans.ts'
import { limitJsonBody } from '../http/json-body-limit.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, documentId, json, problems } from '../http/openapi/openapi.ts'
import { acceptLanguage } from '../languages/accept-language.ts'
import { type Append, type AppendStoredDeps, appendStored } from '../submission/append/append.ts'
import { type CapacityDeps, requireCapacity } from '../submission/capacity.ts'
import { unknownDocument } from './document-routes.ts'

export interface RedriveDeps extends CapacityDeps {
  store: CapacityDeps['store'] & AppendStoredDeps['store'] & Pick<Store, 'document' | 'redrive'>
  settings: CapacityDeps['settings'] & Pick<Settings, 'OCR_LANGUAGES'>
  append: Append
  metrics: Metrics
}

const RedriveRequest = z.strictObject({
  pages: z
    .enum(['failed', 'all'])
    .optional()
    .describe(
      '`failed` (the default) or `all` finished pages; a page keeps its text until a new text replaces it',
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
      'language used for recognition, as in an upload; by default `language` of the document',
    ),
})

const redriveDocument = createRoute({
  method: 'post',
  path: '/v1/documents/{id}/redrive',
  operationId: 'redriveDocument',
  summary: 'Resubmits failed or all pages, each with its next try',
  middleware: limitJsonBody(),
  request: {
    params: z.object({ id: documentId }),
    body: {
      required: false,
      content: {
        'application/json': {
          schema: RedriveRequest,
          example: { pages: 'all', language: 'fra' },
        },
      },
    },
  },
  responses: {
    ...problems({
      400: ['invalid-request', 'unknown-language'],
      404: ['unknown-document'],
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
    const { pages: which = 'failed', submittedUpTo: upTo, language } = c.req.valid('json')
    const override = language !== undefined && {
      language: acceptLanguage(language, deps.settings.OCR_LANGUAGES),
    }
    const before = await store.document(id)
    if (before === null) throw unknownDocument()
    await requireCapacity(deps, maxRedriven(before, which))

    await store.redrive(id, { pages: which, ...(upTo !== undefined && { upTo }), ...override })
    // Includes pages that an earlier redrive queued and the log did not accept.
    const request = activeSpan()?.traceparent
    const redrivenPages = await appendStored(deps, id, { request })
    deps.metrics.add('glyphflow.redrives', {}, redrivenPages)
    const document = await store.document(id)
    if (document === null) throw unknownDocument()
    logger.debug({ documentId: id, pages: redrivenPages }, 'document redriven')
    return c.json({ id, status: document.status, redrivenPages }, 202)
  })
}

/** Maximum number of pages that the redrive queues. */
function maxRedriven({ pages }: StoredDocument, which: RedriveChoice['pages']): number {
  const ended = which === 'all' ? ['failed', 'done'] : ['failed']
  return pages.filter(({ status }) => ended.includes(status)).length
}
