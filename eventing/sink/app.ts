import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { UnavailableError } from '../../functions/shared/errors/unavailable-error.ts'
import {
  type CloudEvent,
  CloudEventError,
  fromRequest,
} from '../../functions/shared/events/cloudevent.ts'
import { maxEventBytes } from '../../functions/shared/events/event-size.ts'
import { Problem, toProblemResponse } from '../../functions/shared/http/problem.ts'
import type { Logger } from '../../functions/shared/process/logger.ts'
import type { Metrics } from '../../functions/shared/telemetry/metrics.ts'
import { attributes, spanNames } from '../../functions/shared/telemetry/span-names.ts'
import { inSpan, noTracer, type Tracer } from '../../functions/shared/telemetry/spans.ts'
import { continued } from '../../functions/shared/telemetry/trace-context.ts'
import { toEventRecord } from '../log/event-record.ts'
import { RecordTooLargeError, type TopicLog } from '../log/topic-log.ts'

export interface SinkDeps {
  log: Pick<TopicLog, 'append'>
  topic: string
  metrics?: Metrics | undefined
  tracer?: Tracer | undefined
  logger: Logger
}

/**
 * HTTP endpoint that appends events to a topic, with the answers of Knative's KafkaSink: 202 once the event is on disk,
 * 400 or 415 for a request that is no event, 413 if it is too large, 503 if it could not be written.
 */
export function createSinkApp(deps: SinkDeps): Hono {
  const { log, topic, metrics, tracer = noTracer, logger } = deps
  const app = new Hono()
  const count = (error?: string) =>
    metrics?.add('messaging.client.sent.messages', {
      'messaging.destination.name': topic,
      ...(error && { 'error.type': error }),
    })
  const tooLarge = new Problem(413, 'too-large', `Expected at most ${maxEventBytes} bytes`)

  function refuseTooLarge(c: Context): Response {
    count('too-large')
    return toProblemResponse(c, tooLarge)
  }

  app.post('/', bodyLimit({ maxSize: maxEventBytes, onError: refuseTooLarge }))
  const spanOf = (event: CloudEvent, request: string | undefined) =>
    tracer.start(spanNames.append(topic), {
      parent: continued(request, event.traceparent),
      kind: 'producer',
      attributes: { [attributes.topic]: topic, [attributes.eventId]: event.id },
    })
  app.post('/', async (c) => {
    const event = await fromRequest(c.req.raw)
    const span = spanOf(event, c.req.header('traceparent'))
    await inSpan(span, () => log.append(topic, toEventRecord(event)))
    count()
    return c.body(null, 202)
  })
  app.onError((error, c) => {
    if (error instanceof CloudEventError) {
      count('not-an-event')
      return toProblemResponse(c, new Problem(error.status, 'not-an-event', error.message))
    }
    // The attributes count too: they are part of the record.
    if (error instanceof RecordTooLargeError) return refuseTooLarge(c)
    count('not-written')
    const isTemporary = error instanceof UnavailableError
    if (isTemporary) logger.warn({ topic, reason: error.message }, 'event could not be written')
    else logger.error({ err: error, topic }, 'event could not be written')
    const detail = 'The event could not be written'
    return toProblemResponse(c, new Problem(503, 'not-written', detail, { 'retry-after': '1' }))
  })
  return app
}
