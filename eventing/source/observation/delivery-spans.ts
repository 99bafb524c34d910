import type { CloudEvent } from '../../../functions/shared/events/cloudevent.ts'
import { attributes, spanNames } from '../../../functions/shared/telemetry/span-names.ts'
import { inSpan, spanClock, type Tracer } from '../../../functions/shared/telemetry/spans.ts'
import type { Counts } from '../delivery/counts.ts'
import type { Outcome } from '../delivery/delivery.ts'
import { appendedAt } from './appended-at.ts'

export interface DeliverySpansOptions {
  tracer: Tracer
  service: string
  topic: string
  group: string
}

/** Runs the deliveries of an event, one after the other. */
export type TraceDelivery = (post: () => Promise<Outcome>) => Promise<Outcome>

/** Spans of an event, after the failed deliveries that `counts` has; they are counted up by the caller. */
export type DeliverySpans = (event: CloudEvent, counts: Counts) => TraceDelivery

/**
 * Two spans for each delivery: the time that the event waited for it, in the log or since the delivery before, and the
 * delivery itself. Both are below the event's own context; the receiver continues with that of the delivery.
 */
export function createDeliverySpans(options: DeliverySpansOptions): DeliverySpans {
  const { tracer, service, topic, group } = options

  return (event, counts) => {
    const parent = typeof event.traceparent === 'string' ? event.traceparent : undefined
    let waitsSinceMs = Math.min(appendedAt(event) ?? spanClock(), spanClock())
    return async (post) => {
      const own = {
        [attributes.operation]: 'deliver',
        [attributes.topic]: topic,
        [attributes.group]: group,
        [attributes.service]: service,
        [attributes.eventId]: event.id,
        [attributes.delivery]: counts.attempts + counts.unanswered + 1,
      }
      // Without a context of its own, the trace of an event begins with its delivery.
      if (parent) tracer.start(spanNames.wait(topic), { parent, startMs: waitsSinceMs }).end()
      const span = tracer.start(spanNames.deliver(topic), {
        ...{ parent, kind: 'consumer', attributes: own },
      })
      const outcome = await inSpan(span, async () => {
        const posted = await post()
        if ('status' in posted) span.set({ [attributes.responseStatus]: posted.status })
        span.end(errorTypeOf(posted))
        return posted
      })
      waitsSinceMs = spanClock()
      return outcome
    }
  }
}

/** Undefined for a success. */
function errorTypeOf(outcome: Outcome): string | undefined {
  if ('failure' in outcome) return outcome.failure
  return outcome.status < 300 ? undefined : String(outcome.status)
}
