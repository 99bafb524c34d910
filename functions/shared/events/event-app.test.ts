import { pino } from 'pino'
import { expect, test } from 'vitest'
import { UnavailableError } from '../errors/unavailable-error.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { fromServerTiming } from '../telemetry/server-timing.ts'
import { createTracer, logFields, type RecordedSpan } from '../telemetry/spans.ts'
import { type CloudEvent, toHttp } from './cloudevent.ts'
import { createEventApp, type EventAppDeps } from './event-app.ts'
import { maxRecordBytes } from './event-size.ts'
import { PermanentError } from './permanent-error.ts'

const event: CloudEvent = { specversion: '1.0', id: '1', source: '/s', type: 't' }
const sent = { method: 'POST', ...toHttp(event) }

function open(outcome: Error | null = null, requiredToken: string | null = null) {
  return createEventApp({
    name: 'reader',
    handle: async () => {
      if (outcome) throw outcome
    },
    logger: pino({ level: 'silent' }),
    requiredToken,
  })
}

test.each<[number, ReturnType<typeof open>, RequestInit]>([
  [204, open(), sent],
  [400, open(), { method: 'POST', body: 'no event' }],
  [401, open(null, 'token'), sent],
  [404, open(), { method: 'GET' }],
  [413, open(), { ...sent, body: new Uint8Array(maxRecordBytes + 1) }],
  [422, open(new PermanentError('never')), sent],
  [500, open(new TypeError('unexpected')), sent],
  [503, open(new UnavailableError('later')), sent],
])('an answer %i says which function it is from', async (status, app, request) => {
  const response = await app.request('/', request)

  expect(response.status).toBe(status)
  expect(response.headers.get('glyphflow-function')).toBe('reader')
})

test('a success tells what its handler noted, and counts in this process', async () => {
  const metrics = createMetrics()
  const app = createEventApp({
    name: 'reader',
    async handle(_, __, stages) {
      await stages.run('fetch', () => new Promise((resolve) => setTimeout(resolve, 20)))
      stages.word('outcome', 'recognized')
    },
    ...{ metrics, logger: pino({ level: 'silent' }), requiredToken: null },
  })

  const response = await app.request('/', sent)
  const timing = fromServerTiming(response.headers.get('server-timing') ?? '')
  const collected = await metrics.collect()

  expect(timing).toMatchObject({ outcome: 'recognized' })
  expect(timing.fetch).toBeGreaterThan(15)
  expect(collected).toMatchObject([
    { name: 'glyphflow.replica.pages', points: [{ labels: { service: 'reader' }, value: 1 }] },
    { name: 'glyphflow.replica.busy', points: [{ value: expect.closeTo(0.03, 0) }] },
  ])
})

test('a failure tells and counts nothing: its event is delivered again', async () => {
  const metrics = createMetrics()
  const app = createEventApp({
    name: 'reader',
    handle: (_, __, stages) => stages.run('fetch', () => Promise.reject(new Error('gone'))),
    ...{ metrics, logger: pino({ level: 'silent' }), requiredToken: null },
  })

  const response = await app.request('/', sent)

  expect([response.status, response.headers.get('server-timing')]).toEqual([500, null])
  expect(await metrics.collect()).toEqual([])
})
/** An app whose spans are recorded. */
function openTraced(handle: EventAppDeps['handle']) {
  const spans: RecordedSpan[] = []
  const tracer = createTracer((span) => void spans.push(span))
  const own = { name: 'reader', span: 'read page', requiredToken: null }
  const app = createEventApp({ ...own, handle, tracer, logger: pino({ level: 'silent' }) })
  return { app, spans }
}

const traceId = '0af7651916cd43dd8448eb211c80319c'
const ofEvent = `00-${traceId}-aaaaaaaaaaaaaaaa-01`
const ofDelivery = `00-${traceId}-bbbbbbbbbbbbbbbb-01`
const traced = toHttp({ ...event, traceparent: ofEvent })

test.each([
  ['a delivery', { traceparent: ofDelivery }, 'bbbbbbbbbbbbbbbb'],
  ['its event, without a header', {}, 'aaaaaaaaaaaaaaaa'],
])('an event is handled in a span below that of %s', async (_, header, spanId) => {
  const logged: unknown[] = []
  const { app, spans } = openTraced(async (_event, _signal, stages) => {
    await stages.run('fetch', () => void logged.push(logFields()))
  })

  await app.request('/', { ...traced, method: 'POST', headers: { ...traced.headers, ...header } })

  const [receive, fetch, handled] = spans
  expect(handled).toMatchObject({
    ...{ name: 'read page', parent: { traceId, spanId }, isFailed: false },
    attributes: { 'cloudevents.event_id': '1', 'faas.coldstart': true },
  })
  expect(receive).toMatchObject({ name: 'receive event', parent: handled?.context })
  expect(fetch).toMatchObject({ name: 'fetch', parent: handled?.context })
  expect(logged).toEqual([{ trace_id: traceId, span_id: fetch?.context.spanId }])
})

test('an event that is refused fails its span', async () => {
  const { app, spans } = openTraced(async () => {
    throw new UnavailableError('later')
  })

  const response = await app.request('/', { ...traced, method: 'POST' })

  expect(response.status).toBe(503)
  expect(spans).toMatchObject([
    { name: 'receive event' },
    { isFailed: true, attributes: { 'error.type': 'UnavailableError' } },
  ])
})
