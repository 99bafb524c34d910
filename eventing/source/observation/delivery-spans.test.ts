import { expect, test } from 'vitest'
import type { CloudEvent } from '../../../functions/shared/events/cloudevent.ts'
import {
  createTracer,
  noTracer,
  type RecordedSpan,
} from '../../../functions/shared/telemetry/spans.ts'
import { toTraceparent } from '../../../functions/shared/telemetry/trace-context.ts'
import { listening } from '../delivery/deliverer.fixture.ts'
import { createPoster } from '../delivery/post.ts'
import { createDeliverySpans } from './delivery-spans.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const traceparent = `00-${traceId}-b7ad6b7169203331-01`
const observed = { service: 'ocr', topic: 'images-feed', group: 'readers' }

function toEvent(more: Partial<CloudEvent> = {}): CloudEvent {
  const time = new Date(Date.now() - 5000).toISOString()
  return { specversion: '1.0', id: 'd.1.1', source: '/s', type: 't', time, traceparent, ...more }
}

/** Delivers an event as often as there are answers; returns the contexts that the service got. */
async function deliver(event: CloudEvent, answers: number[], tracer = noTracer) {
  const got: unknown[] = []
  const url = await listening((request, response) => {
    got.push(request.headers.traceparent)
    response.writeHead(answers[got.length - 1] ?? 500).end()
  })
  const { post } = createPoster({ url, timeoutMs: 5000, cutOff: new AbortController().signal })
  const counts = { attempts: 0, unanswered: 0 }
  const trace = createDeliverySpans({ tracer, ...observed })(event, counts)
  for (const _ of answers) {
    await trace(() => post(event))
    counts.attempts += 1
  }
  return got
}

test('each delivery is a span below the event, after its wait, and the service continues with it', async () => {
  const spans: RecordedSpan[] = []
  const event = toEvent()

  const got = await deliver(
    event,
    [503, 204],
    createTracer((span) => void spans.push(span)),
  )

  const [wait, failed, waitAgain, delivered] = spans
  const parent = { traceId, spanId: 'b7ad6b7169203331' }
  expect(spans.map(({ name, isFailed }) => [name, isFailed])).toEqual([
    ['wait in images-feed', false],
    ['deliver images-feed', true],
    ['wait in images-feed', false],
    ['deliver images-feed', false],
  ])
  for (const span of spans) expect(span.parent).toMatchObject(parent)
  expect(wait?.startMs).toBe(Date.parse(String(event.time)))
  expect(wait?.endMs).toBeCloseTo(failed?.startMs ?? 0, -1)
  expect(waitAgain?.startMs).toBeGreaterThanOrEqual(failed?.endMs ?? Number.POSITIVE_INFINITY)
  expect(failed?.attributes).toMatchObject({ 'error.type': '503', 'glyphflow.delivery': 1 })
  expect(delivered?.attributes).toEqual({
    ...{ 'messaging.operation.name': 'deliver', 'messaging.destination.name': 'images-feed' },
    ...{ 'messaging.consumer.group.name': 'readers', 'glyphflow.service': 'ocr' },
    ...{ 'cloudevents.event_id': 'd.1.1', 'glyphflow.delivery': 2 },
    'http.response.status_code': 204,
  })
  expect(got).toEqual([failed, delivered].map((span) => span && toTraceparent(span.context)))
})

test('without a receiver the service gets the context of the event', async () => {
  expect(await deliver(toEvent(), [204])).toEqual([traceparent])
})

test('a dead letter has waited since it was taken: its time is that of the event', async () => {
  const spans: RecordedSpan[] = []
  const letter = toEvent({ knativeerrorcode: '500' })

  await deliver(
    letter,
    [204],
    createTracer((span) => void spans.push(span)),
  )

  expect(spans[0]?.startMs).toBeGreaterThan(Date.now() - 4000)
})
