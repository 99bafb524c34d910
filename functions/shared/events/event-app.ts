import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ZodError } from 'zod'
import { UnavailableError } from '../errors/unavailable-error.ts'
import { requireToken } from '../http/internal-token.ts'
import { createErrorHandler, Problem, toProblemResponse } from '../http/problem.ts'
import type { Logger } from '../process/logger.ts'
import { type CloudEvent, CloudEventError, fromRequest } from './cloudevent.ts'
import { maxRecordBytes } from './event-size.ts'
import { PermanentError } from './permanent-error.ts'

export interface EventAppDeps {
  /** `signal` aborts when the sender closes the connection. */
  handle: (event: CloudEvent, signal: AbortSignal) => Promise<void>
  logger: Logger
  /** INTERNAL_TOKEN if senders must authenticate, otherwise null. */
  requiredToken: string | null
}

/**
 * Function that receives events by POST. The status controls delivery: 204 success; 400, 413, 415 or 422 never
 * retry; 401 missing token; 500 retry; 503 with Retry-After not accepted, retry soon. Never 404 or 409, which a
 * source would retry.
 */
export function createEventApp(deps: EventAppDeps): Hono {
  const { handle, logger, requiredToken } = deps
  const app = new Hono()
  const handleError = createErrorHandler(logger)

  app.get('/healthz', (c) => c.text('ok'))
  if (requiredToken !== null) app.use(requireToken(requiredToken))
  app.use(
    bodyLimit({
      maxSize: maxRecordBytes,
      onError: () => {
        throw new Problem(413, 'too-large', `Expected an event of at most ${maxRecordBytes} bytes`)
      },
    }),
  )
  app.post('*', async (c) => {
    await handle(await fromRequest(c.req.raw), c.req.raw.signal)
    return c.body(null, 204)
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
