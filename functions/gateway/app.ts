import type { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import pLimit from 'p-limit'
import { healthRoutes } from '../shared/http/health.ts'
import { createErrorHandler, Problem } from '../shared/http/problem.ts'
import type { Settings } from '../shared/settings/env.ts'
import type { Store } from '../shared/store/store.ts'
import { type EventDeps, eventRoutes } from './changes/event-routes.ts'
import { createFeed } from './changes/feed.ts'
import { createReadings } from './changes/readings.ts'
import { deadLetterRoutes } from './dead-letters/dead-letter-routes.ts'
import { correctionRoutes } from './documents/correction-routes.ts'
import { documentRoutes } from './documents/document-routes.ts'
import { pageRoutes } from './documents/page-routes.ts'
import { createPreview } from './documents/preview.ts'
import { redriveRoutes } from './documents/redrive-routes.ts'
import { createRenderPdf } from './documents/render-pdf.ts'
import { batchRoutes } from './exports/batch/batch-routes.ts'
import { chosenRoutes } from './exports/batch/chosen-routes.ts'
import { exportRoutes } from './exports/export-routes.ts'
import { createOpenOriginals } from './exports/pdf/originals.ts'
import { stripBasePath } from './http/base-path.ts'
import { type AccessSettings, accessControl } from './http/callers/access-control.ts'
import { createRoutes, serveOpenApi } from './http/openapi/openapi.ts'
import { measureRequests } from './http/request-metrics.ts'
import { rejectEncodedBody } from './http/requests/content-encoding.ts'
import { securityHeaders } from './http/security-headers.ts'
import { explainStoreError } from './http/store-problems.ts'
import { traceSubmissions } from './http/trace-submissions.ts'
import { languageRoutes } from './languages/language-routes.ts'
import { type OriginalDeps, originalRoutes } from './originals/original-routes.ts'
import { createSampleFolder } from './samples/sample-folder.ts'
import { sampleRoutes } from './samples/sample-routes.ts'
import { type Site, siteRoutes } from './site.ts'
import { createAppend } from './submission/append/append.ts'
import { createKeyedMutex } from './submission/append/keyed-mutex.ts'
import type { SendPage } from './submission/append/page-sender.ts'
import type { PageTracing } from './submission/page-tracing.ts'
import { type SystemDeps, systemRoutes } from './system/system-routes.ts'
import { createByteBudget } from './uploads/buffer/byte-budget.ts'
import { type UploadDeps, uploadRoutes } from './uploads/upload-routes.ts'

export interface GatewayDeps
  extends Omit<
      UploadDeps,
      'store' | 'feed' | 'settings' | 'budget' | 'append' | 'keyedMutex' | 'limitPdfs'
    >,
    Omit<EventDeps, 'store' | 'feed' | 'settings'>,
    Pick<SystemDeps, 'systemReport' | 'systemHistory'>,
    Pick<OriginalDeps, 'internalToken'> {
  store: Store
  send: SendPage
  tracing: PageTracing
  site: Site
  samplesDir: string
  /** Interval between heartbeats of an idle event stream. */
  heartbeatMs?: number
  settings: UploadDeps['settings'] &
    EventDeps['settings'] &
    SystemDeps['settings'] &
    AccessSettings &
    Pick<Settings, 'MAX_UPLOADS_IN_MEMORY_BYTES'>
}

/** The HTTP API and the web page. Accepts images and serves their results; recognition runs elsewhere. */
export function createGatewayApp(options: GatewayDeps): OpenAPIHono {
  const { settings, logger, send, store, tracing } = options
  const readings = createReadings({ store })
  const budget = createByteBudget(settings.MAX_UPLOADS_IN_MEMORY_BYTES)
  // The gateway's memory is sized for one process of PDFium besides that of previews.
  const limitPdfs = pLimit(1)
  const deps = {
    ...options,
    readings,
    feed: createFeed(store, readings, options),
    append: createAppend({ store, send, tracing, logger }),
    keyedMutex: createKeyedMutex(),
    budget,
    limitPdfs,
    openOriginals: createOpenOriginals({ ...options, budget, limitPdfs }),
    preview: createPreview({ settings, renderPdf: createRenderPdf() }),
    samples: createSampleFolder(options.samplesDir, settings),
  }
  const app = createRoutes({ getPath: stripBasePath(settings.BASE_PATH) })

  app.use(measureRequests(options.metrics, (path) => path !== '/' && options.site.has(path)))
  app.use(securityHeaders())
  // Before accessControl: a probe sends neither the host name nor the token.
  app.route('/', healthRoutes())
  // The page's relative links resolve only from a path that ends with a slash.
  // Before accessControl: other sites may link here.
  if (settings.BASE_PATH) {
    app.get(settings.BASE_PATH, async (c, next) => {
      const { pathname, search } = new URL(c.req.url)
      if (pathname !== settings.BASE_PATH) return next()
      return c.redirect(`${pathname}/${search}`, 308)
    })
  }
  // Before accessControl: internal clients authenticate with INTERNAL_TOKEN.
  app.route('/', originalRoutes(deps))
  app.use(accessControl(settings))
  app.use(rejectEncodedBody)
  for (const [path, trace] of traceSubmissions(tracing.tracer)) app.post(path, trace)

  app.route('/', uploadRoutes(deps))
  // Before documentRoutes: it answers for a document in another format, if Accept asks for it.
  app.route('/', exportRoutes(deps))
  app.route('/', batchRoutes(deps))
  app.route('/', chosenRoutes(deps))
  app.route('/', documentRoutes(deps))
  app.route('/', pageRoutes(deps))
  app.route('/', correctionRoutes(deps))
  app.route('/', redriveRoutes(deps))
  app.route('/', eventRoutes(deps))
  app.route('/', sampleRoutes(deps))
  app.route('/', languageRoutes(deps))
  app.route('/', systemRoutes(deps))
  app.route('/', deadLetterRoutes(deps))
  app.route('/', siteRoutes(deps.site))
  serveOpenApi(app, settings.BASE_PATH)

  rejectOtherMethods(app)
  app.notFound(() => {
    throw new Problem(404, 'not-found', 'No resource at this path')
  })
  const handleError = createErrorHandler(logger)
  app.onError((error, c) => {
    const expected =
      error instanceof HTTPException ? toProblem(error) : explainStoreError(error, logger)
    if (expected instanceof Problem) {
      logger.debug({ code: expected.code, status: expected.status }, 'request rejected')
    }
    return handleError(expected, c)
  })
  return app
}

/** Answers 405 with the allowed methods on a known path. */
function rejectOtherMethods(app: OpenAPIHono): void {
  const routes = app.routes.filter(({ method }) => method !== 'ALL')
  for (const [path, known] of Map.groupBy(routes, (route) => route.path)) {
    const methods = new Set(known.map(({ method }) => (method === 'GET' ? 'GET, HEAD' : method)))
    const allow = [...methods].join(', ')
    app.all(path, () => {
      throw new Problem(405, 'method-not-allowed', `Expected ${allow}`, { allow })
    })
  }
}

/** Errors of the framework: a body that is not JSON, or has another Content-Type. */
function toProblem(error: HTTPException): Problem {
  if (error.status === 415) {
    // The upload checks its body itself.
    const detail = 'Expected Content-Type to be application/json'
    return new Problem(415, 'unsupported-media-type', detail)
  }
  return new Problem(error.status as ContentfulStatusCode, 'invalid-request', error.message)
}
