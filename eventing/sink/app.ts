import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { UnavailableError } from '../../functions/shared/errors/unavailable-error.ts'
import { CloudEventError, fromRequest } from '../../functions/shared/events/cloudevent.ts'
import { maxEventBytes } from '../../functions/shared/events/event-size.ts'
import { Problem, toProblemResponse } from '../../functions/shared/http/problem.ts'
import type { Logger } from '../../functions/shared/process/logger.ts'
import { toKafka } from '../log/cloudevent-kafka.ts'
import { RecordTooLargeError, type TopicLog } from '../log/topic-log.ts'

export interface SinkDeps {
  log: TopicLog
  topic: string
  logger: Logger
}

/**
 * HTTP endpoint that appends events to a topic, with the answers of Knative's KafkaSink: 202 once the event is on disk,
 * 400 or 415 for a request that is no event, 413 if it is too large, 503 if it could not be written.
 */
export function createSinkApp({ log, topic, logger }: SinkDeps): Hono {
  const app = new Hono()
  const tooLarge = new Problem(413, 'too-large', `Expected at most ${maxEventBytes} bytes`)

  app.post(
    '/',
    bodyLimit({ maxSize: maxEventBytes, onError: (c) => toProblemResponse(c, tooLarge) }),
  )
  app.post('/', async (c) => {
    await log.append(topic, toKafka(await fromRequest(c.req.raw)))
    return c.body(null, 202)
  })
  app.onError((error, c) => {
    if (error instanceof CloudEventError) {
      return toProblemResponse(c, new Problem(error.status, 'not-an-event', error.message))
    }
    // The attributes count too: they are part of the record.
    if (error instanceof RecordTooLargeError) return toProblemResponse(c, tooLarge)
    const isTemporary = error instanceof UnavailableError
    if (isTemporary) logger.warn({ topic, reason: error.message }, 'event could not be written')
    else logger.error({ err: error, topic }, 'event could not be written')
    const detail = 'The event could not be written'
    return toProblemResponse(c, new Problem(503, 'not-written', detail, { 'retry-after': '1' }))
  })
  return app
}
