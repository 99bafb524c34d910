import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ZodError } from 'zod'
import { UnavailableError } from '../errors/unavailable-error.ts'
import { healthRoutes } from '../http/health.ts'
import { requireToken } from '../http/internal-token.ts'
import { createErrorHandler, Problem, toProblemResponse } from '../http/problem.ts'
import type { Logger } from '../process/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { serverTimingHeader, toServerTiming } from '../telemetry/server-timing.ts'
import { inSpan, noTracer, type Span, spanClock, type Tracer } from '../telemetry/spans.ts'
import { createStages, type Stages } from '../telemetry/stages.ts'
import { type CloudEvent, CloudEventError, fromRequest } from './cloudevent.ts'
import { maxRecordBytes } from './event-size.ts'
import { functionHeader } from './function-header.ts'
import { PermanentError } from './permanent-error.ts'
import { createEventSpans } from './trace-events.ts'

export interface EventAppDeps {
  /** Value of the header `glyphflow-function`, which every response has. */
  name: string
  /** `signal` aborts when the sender closes the connection; a success answers with what `stages` noted. */
  handle: (event: CloudEvent, signal: AbortSignal, stages: Stages) => Promise<void>
  metrics?: Metrics
  tracer?: Tracer
  /** Name of the span in which an event is handled; that of the function by default. */
  span?: string
  logger: Logger
  /** INTERNAL_TOKEN if senders must authenticate, otherwise null. */
  requiredToken: string | null
}

/**
 * Function that receives events by POST. The status controls delivery: 204 success; 400, 413, 415 or 422 never
 * retry; 401 missing token; 500 retry; 503 with Retry-After not accepted, retry soon. Never 404 or 409, which a
 * source would retry.
 */
export function createEventApp(deps: EventAppDeps) {
  const { name, handle, metrics, tracer = noTracer, logger, requiredToken } = deps
  const app = new Hono<{ Variables: { arrivedMs: number; event: CloudEvent; receive: Span } }>()
  const startSpans = createEventSpans(tracer, deps.span ?? name)
  const handleError = createErrorHandler(logger)

  app.use(async (c, next) => {
    c.set('arrivedMs', spanClock())
    await next()
    c.header(functionHeader, name)
  })
  app.route('/', healthRoutes())
  if (requiredToken !== null) app.use(requireToken(requiredToken))
  app.use(
    bodyLimit({
      maxSize: maxRecordBytes,
      onError: () => {
        throw new Problem(413, 'too-large', `Expected an event of at most ${maxRecordBytes} bytes`)
      },
    }),
  )
  app.post('*', async (c, next) => {
    const event = await fromRequest(c.req.raw)
    const traceparent = c.req.header('traceparent')
    const { span, receive } = startSpans({ event, traceparent, arrivedMs: c.get('arrivedMs') })
    c.set('event', event)
    c.set('receive', receive)
    // Errors are answered, and logged, within the span.
    await inSpan(span, async () => {
      await next()
      receive.end()
      if (c.error) span.end(c.error.name)
    })
  })
  app.post('*', async (c) => {
    const event = c.get('event')
    const stages = createStages(c.get('receive').end)
    const startedAt = performance.now()
    await handle(event, c.req.raw.signal, stages)
    metrics?.add('glyphflow.replica.pages', { service: name })
    const busySeconds = (performance.now() - startedAt) / 1000
    metrics?.add('glyphflow.replica.busy', { service: name }, busySeconds)
    return c.body(null, 204, { [serverTimingHeader]: toServerTiming(stages.timing()) })
  })
  app.onError((error, c) => {
    if (error instanceof CloudEventError) {
      return toProblemResponse(c, new Problem(error.status, 'not-an-event', error.message))
    }
    if (error instanceof PermanentError || error instanceof ZodError) {
      logger.warn({ err: error }, 'event rejected permanently')
      return toProblemResponse(c, new Problem(422, 'permanent', error.message))
    }
    if (error instanceof UnavailableError) {
      logger.warn({ err: error }, 'event not accepted')
      const retryAfter = { 'retry-after': '1' }
      return toProblemResponse(c, new Problem(503, 'unavailable', error.message, retryAfter))
    }
    return handleError(error, c)
  })
  return app
}
