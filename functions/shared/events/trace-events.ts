import { attributes, spanNames } from '../telemetry/span-names.ts'
import type { Span, Tracer } from '../telemetry/spans.ts'
import { continued } from '../telemetry/trace-context.ts'
import type { CloudEvent } from './cloudevent.ts'

export interface ReceivedEvent {
  event: CloudEvent
  /** Header of the request. */
  traceparent: string | undefined
  /** Arrival of the request, time of day in ms. */
  arrivedMs: number
}

export interface EventSpans {
  span: Span
  /** Child of `span` up to the first stage: the first event of a process runs code that no event ran before. */
  receive: Span
}

/** Starts the spans of each event that a function handles. */
export function createEventSpans(tracer: Tracer, name: string) {
  let coldStart = true

  return ({ event, traceparent, arrivedMs }: ReceivedEvent): EventSpans => {
    const span = tracer.start(name, {
      parent: continued(traceparent, event.traceparent),
      kind: 'consumer',
      attributes: {
        [attributes.eventId]: event.id,
        [attributes.eventType]: event.type,
        [attributes.coldStart]: coldStart,
      },
      startMs: arrivedMs,
    })
    coldStart = false
    return { span, receive: span.child(spanNames.receiveEvent, { startMs: arrivedMs }) }
  }
}
