import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { System, SystemHistory, type SystemReport } from '../../shared/http/system-api.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { codesOf } from '../../shared/settings/languages.ts'
import type { Store } from '../../shared/store/store.ts'
import { toDeadLetter } from '../dead-letters/responses.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, json, problems } from '../http/openapi/openapi.ts'
import { mediaTypes } from '../submission/image-format.ts'

export interface SystemDeps {
  store: Pick<
    Store,
    'queuedPages' | 'latestAppend' | 'latestReader' | 'countDeadLetters' | 'deadLetters'
  >
  /** Report of the runtime; null if there is none or it is unreachable. */
  systemReport: () => Promise<SystemReport | null>
  /** Samples of the runtime after a time, Unix ms; null like the report. */
  systemHistory: (after: number) => Promise<SystemHistory | null>
  settings: Pick<
    Settings,
    | 'DOLLARS_PER_HOUR'
    | 'OCR_LANGUAGES'
    | 'MAX_IMAGE_BYTES'
    | 'MAX_PDF_BYTES'
    | 'MAX_PAGES'
    | 'MAX_DOCUMENT_PAGES'
    | 'MAX_UPLOAD_BYTES'
    | 'MAX_PIXELS'
    | 'MAX_SIDE'
  >
}

const maxDeadLetters = 20

const getSystem = createRoute({
  method: 'get',
  path: '/v1/system',
  operationId: 'getSystem',
  summary: 'Services, topics, queue length, dead letters, upload limits and media types',
  responses: {
    ...problems(),
    200: json('OK', System, examples.system),
  },
})

const getSystemHistory = createRoute({
  method: 'get',
  path: '/v1/system/history',
  operationId: 'getSystemHistory',
  summary: 'Replicas, requests, lag and rates of the last 15 minutes',
  request: {
    query: z.object({
      after: z
        .preprocess(
          (value) => (typeof value === 'string' ? Number(value) : value),
          z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
        )
        .describe('only samples after this time: the last of `times` that is known'),
    }),
  },
  responses: {
    ...problems({ 400: ['invalid-request'] }),
    200: json('OK', SystemHistory, examples.systemHistory),
  },
})

export function systemRoutes(deps: SystemDeps): OpenAPIHono {
  const { store, systemReport, systemHistory, settings } = deps
  const app = createRoutes()

  app.openapi(getSystemHistory, async (c) => {
    const history = await systemHistory(c.req.valid('query').after)
    return c.json(history ?? { now: Date.now(), times: [], services: null, topics: null }, 200)
  })

  return app.openapi(getSystem, async (c) => {
    const [report, queuedPages, submissions, reader, waiting, { deadLetters }] = await Promise.all([
      systemReport(),
      store.queuedPages(),
      store.latestAppend(),
      store.latestReader(),
      store.countDeadLetters(),
      store.deadLetters({ limit: maxDeadLetters }),
    ])
    return c.json(
      {
        services: report?.services ?? null,
        topics: report?.topics ?? null,
        queuedPages,
        submissions,
        deadLetters: { waiting, latest: deadLetters.map(toDeadLetter) },
        reader,
        dollarsPerHour: settings.DOLLARS_PER_HOUR ?? null,
        languages: codesOf(settings.OCR_LANGUAGES),
        limits: {
          imageBytes: settings.MAX_IMAGE_BYTES,
          pdfBytes: settings.MAX_PDF_BYTES,
          pages: settings.MAX_PAGES,
          documentPages: settings.MAX_DOCUMENT_PAGES,
          uploadBytes: settings.MAX_UPLOAD_BYTES,
          pixels: settings.MAX_PIXELS,
          side: settings.MAX_SIDE,
        },
        mediaTypes,
      },
      200,
    )
  })
}
