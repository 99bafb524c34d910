import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { System, type SystemReport } from '../../shared/http/system-api.ts'
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
  settings: Pick<
    Settings,
    | 'OCR_LANGUAGES'
    | 'MAX_IMAGE_BYTES'
    | 'MAX_PAGES'
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

export function systemRoutes({ store, systemReport, settings }: SystemDeps): OpenAPIHono {
  return createRoutes().openapi(getSystem, async (c) => {
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
        languages: codesOf(settings.OCR_LANGUAGES),
        limits: {
          imageBytes: settings.MAX_IMAGE_BYTES,
          pages: settings.MAX_PAGES,
          uploadBytes: settings.MAX_UPLOAD_BYTES,
          pixels: settings.MAX_PIXELS,
          side: settings.MAX_SIDE,
        },
        mediaTypes: Object.values(mediaTypes),
      },
      200,
    )
  })
}
