import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { Accepted, Document } from '../../shared/api.ts'
import { digestOf } from '../../shared/digest.ts'
import type { Settings } from '../../shared/env.ts'
import { Problem } from '../../shared/problem.ts'
import type { NewPage } from '../../shared/store/stored.ts'
import type { Feed } from '../changes/feed.ts'
import { toDocument } from '../documents/answers.ts'
import { examples } from '../http/examples.ts'
import { createRoutes, json, problems } from '../http/openapi.ts'
import { acceptLanguage } from '../languages/accept-language.ts'
import { inspect, type PixelLimits } from '../submission/inspect.ts'
import { mediaTypes } from '../submission/kind.ts'
import { type SubmitDeps, submit } from '../submission/submit.ts'
import { traceparentOf } from '../submission/traceparent.ts'
import type { ByteBudget } from './byte-budget.ts'
import { preferredWait } from './prefer.ts'
import { languageMeaning, readUpload, UploadQuery } from './upload.ts'
import type { UploadLimits } from './upload-limits.ts'
import { waitUntilFinished } from './wait.ts'

export interface UploadDeps extends SubmitDeps {
  feed: Feed
  settings: SubmitDeps['settings'] &
    UploadLimits &
    PixelLimits &
    Pick<Settings, 'OCR_LANGUAGES' | 'BASE_PATH'>
  budget: ByteBudget
  stopping: AbortSignal
}

const image = { type: 'string', format: 'binary' } as const
const form = {
  type: 'object' as const,
  required: ['image'],
  properties: {
    image: {
      type: 'array' as const,
      items: image,
      minItems: 1,
      description: 'the pages in order; `file` is taken as another name of these parts',
    },
    language: { type: 'string' as const, description: languageMeaning },
    batch: { type: 'string' as const, format: 'uuid' },
  },
}

const uploadDocument = createRoute({
  method: 'post',
  path: '/v1/documents',
  operationId: 'uploadDocument',
  summary: 'Uploads the images of a document',
  request: {
    query: UploadQuery,
    headers: z.object({
      'idempotency-key': z
        .string()
        .regex(/^[\x21-\x7e]{1,255}$/, 'expected 1 to 255 visible characters')
        .optional()
        .describe('kept for 24 h: the same upload with it is the same document'),
      prefer: z
        .string()
        .optional()
        .describe('wait=N, N up to 60 s: answers when it is done')
        .meta({ example: 'wait=30' }),
      traceparent: z.string().optional().describe('W3C Trace Context'),
    }),
    body: {
      required: true,
      // Plain schemas: the body is read by `upload.ts` as it arrives.
      content: {
        'multipart/form-data': { schema: form },
        ...Object.fromEntries(Object.values(mediaTypes).map((type) => [type, { schema: image }])),
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
      415: ['unsupported-media-type', 'unsupported-image', 'multi-page'],
      422: ['unreadable-image', 'idempotency-key-reused'],
      503: ['too-many-uploads', 'too-many-queued', 'disk-full', 'log-unavailable', 'event-refused'],
    }),
    200: json('With Prefer: wait, the finished document', Document, examples.document),
    202: json('On disk and in the log; it will be read', Accepted, examples.accepted),
  },
})

export function uploadRoutes(deps: UploadDeps): OpenAPIHono {
  return createRoutes().openapi(uploadDocument, async (c) => {
    const { 'idempotency-key': key = null, prefer, traceparent } = c.req.valid('header')
    // The images are let go of before the wait.
    const accepted = await deps.budget.hold(async (take) => {
      const upload = await readUpload(c.req.raw, c.req.valid('query'), deps.settings, take)
      return submit(deps, {
        filename: upload.filename,
        batch: upload.batch ?? null,
        language: acceptLanguage(upload.language, deps.settings.OCR_LANGUAGES),
        pages: await inspectPages(upload.images, deps.settings),
        idempotencyKey: key,
        traceparent: traceparentOf(traceparent),
      })
    })
    c.header('location', `${deps.settings.BASE_PATH}/v1/documents/${accepted.id}`)

    const waitSeconds = preferredWait(prefer)
    if (waitSeconds === null) return c.json(accepted, 202)
    const signals = [c.req.raw.signal, deps.stopping]
    // It is accepted, whatever the wait comes to.
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

async function inspectPages(images: Uint8Array[], limits: PixelLimits) {
  const pages: NewPage[] = []
  for (const [index, image] of images.entries()) {
    try {
      pages.push({ ...(await inspect(image, limits)), image, digest: digestOf(image) })
    } catch (error) {
      if (!(error instanceof Problem) || images.length === 1) throw error
      throw new Problem(error.status, error.code, `Page ${index + 1}: ${error.message}`)
    }
  }
  return pages
}
