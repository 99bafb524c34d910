import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { LimitFunction } from 'p-limit'
import * as z from 'zod'
import { Accepted, Document } from '../../shared/http/api.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { PdfText } from '../../shared/settings/pdf-text.ts'
import { spanNames } from '../../shared/telemetry/span-names.ts'
import { activeSpan, inChild } from '../../shared/telemetry/spans.ts'
import { traceparentOf } from '../../shared/telemetry/trace-context.ts'
import type { Feed } from '../changes/feed.ts'
import { toDocument } from '../documents/responses.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, json, problems } from '../http/openapi/openapi.ts'
import { acceptLanguage } from '../languages/accept-language.ts'
import { mediaTypes } from '../submission/image-format.ts'
import type { InspectLimits } from '../submission/inspect.ts'
import { type DocumentSubmission, type SubmitDeps, submit } from '../submission/submit.ts'
import { countRejection } from '../submission/upload-metrics.ts'
import { createUploadBuffer, type UploadBufferDeps } from './buffer/upload-buffer.ts'
import { createInspectImages } from './inspect-images.ts'
import { preferredWait } from './prefer.ts'
import { languageDescription, readUpload, textDescription, UploadQuery } from './upload.ts'
import type { UploadLimits } from './upload-limits.ts'
import { waitUntilFinished } from './wait.ts'

export interface UploadDeps extends SubmitDeps, UploadBufferDeps {
  feed: Feed
  settings: SubmitDeps['settings'] &
    UploadLimits &
    InspectLimits &
    Pick<Settings, 'OCR_LANGUAGES' | 'BASE_PATH'>
  /** Opens PDFs in turn, with those that exports write anew. */
  limitPdfs: LimitFunction
  stopping: AbortSignal
}

type UploadHeaders = Pick<DocumentSubmission, 'idempotencyKey' | 'traceparent'>

const image = { type: 'string', format: 'binary' } as const
const form = {
  type: 'object' as const,
  required: ['image'],
  properties: {
    image: {
      type: 'array' as const,
      items: image,
      minItems: 1,
      description:
        'images and PDFs, in the order of their pages; parts named `file` are accepted too',
    },
    language: { type: 'string' as const, description: languageDescription },
    text: { type: 'string' as const, enum: PdfText.options, description: textDescription },
    batch: { type: 'string' as const, format: 'uuid' },
    password: {
      type: 'string' as const,
      description: 'of the PDFs, which are saved without it',
    },
  },
}

const uploadDocument = createRoute({
  method: 'post',
  path: '/v1/documents',
  operationId: 'uploadDocument',
  summary: 'Uploads the images or PDFs of a document',
  request: {
    query: UploadQuery,
    headers: z.object({
      'idempotency-key': z
        .string()
        .regex(/^[\x21-\x7e]{1,255}$/, 'expected 1 to 255 visible characters')
        .optional()
        .describe('kept for 24 h: a repeated upload with the same key returns the same document'),
      prefer: z
        .string()
        .optional()
        .describe('wait=N, at most 60 s: responds when the document is finished')
        .meta({ example: 'wait=30' }),
      traceparent: z.string().optional().describe('W3C Trace Context'),
    }),
    body: {
      required: true,
      // Not zod schemas: `upload.ts` parses the body as a stream.
      content: {
        'multipart/form-data': { schema: form },
        ...Object.fromEntries(mediaTypes.map((type) => [type, { schema: image }])),
        'application/octet-stream': { schema: image },
      },
    },
  },
  responses: {
    ...problems({
      400: [
        'invalid-request',
        'empty-upload',
        'no-image',
        'malformed-multipart',
        'unfinished-upload',
        'unknown-language',
      ],
      413: ['too-large', 'too-many-pages', 'too-many-pixels'],
      415: ['unsupported-media-type', 'unsupported-image'],
      422: ['unreadable-image', 'unreadable-pdf', 'encrypted-pdf', 'idempotency-key-reused'],
      503: ['too-many-queued', 'disk-full', 'log-unavailable', 'event-refused'],
    }),
    200: json('With Prefer: wait, the finished document', Document, examples.document),
    202: json(
      'On disk and, at least the first 20 pages, in the log; will be recognized',
      Accepted,
      examples.accepted,
    ),
  },
})

export function uploadRoutes(deps: UploadDeps): OpenAPIHono {
  const { metrics } = deps
  const inspectImages = createInspectImages(deps.settings, deps.limitPdfs)

  async function accept(request: Request, query: UploadQuery, headers: UploadHeaders) {
    const buffer = createUploadBuffer(deps)
    try {
      const { images, password, ...upload } = await inChild(spanNames.receiveUpload, () =>
        readUpload(request, query, deps.settings, buffer),
      )
      const options = { password, receive: buffer.receive, gone: request.signal }
      const accepted = await submit(deps, {
        filename: upload.filename,
        batch: upload.batch ?? null,
        text: upload.text ?? null,
        language: acceptLanguage(upload.language, deps.settings.OCR_LANGUAGES),
        uploads: images.map(({ digest }) => digest),
        pages: await inChild(spanNames.inspectImages, () => inspectImages(images, options)),
        ...headers,
      })
      metrics.add('glyphflow.uploads', { outcome: 'accepted' })
      return accepted
    } catch (error) {
      countRejection(metrics, error)
      throw error
    } finally {
      await buffer.close()
    }
  }

  return createRoutes().openapi(uploadDocument, async (c) => {
    const { 'idempotency-key': idempotencyKey = null, prefer, traceparent } = c.req.valid('header')
    // The images are released before the wait.
    const accepted = await accept(c.req.raw, c.req.valid('query'), {
      idempotencyKey,
      traceparent: traceparentOf(activeSpan()?.traceparent ?? traceparent),
    })
    c.header('location', `${deps.settings.BASE_PATH}/v1/documents/${accepted.id}`)

    const waitSeconds = preferredWait(prefer)
    if (waitSeconds === null) return c.json(accepted, 202)
    const signals = [c.req.raw.signal, deps.stopping]
    // A failed wait does not fail the accepted upload.
    const finished = await waitUntilFinished(
      deps.store,
      deps.feed,
      accepted.id,
      waitSeconds * 1000,
      signals,
    ).catch(() => null)
    if (finished === null) return c.json(accepted, 202)
    c.header('preference-applied', `wait=${waitSeconds}`)
    return c.json(toDocument(finished), 200)
  })
}
