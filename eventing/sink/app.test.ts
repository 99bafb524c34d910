import { pino } from 'pino'
import { expect, test } from 'vitest'
import { toHttp } from '../../functions/shared/events/cloudevent.ts'
import { createMetrics } from '../../functions/shared/telemetry/metrics.ts'
import {
  createTracer,
  noTracer,
  type RecordedSpan,
} from '../../functions/shared/telemetry/spans.ts'
import { type EventRecord, fromEventRecord } from '../log/event-record.ts'
import { RecordTooLargeError, type TopicLog } from '../log/topic-log.ts'
import { createSinkApp } from './app.ts'

const event = {
  ...{
    specversion: '1.0' as const,
    id: '1',
    source: '/s',
    type: 't',
    subject: 'ä %',
    partitionkey: 'd/1',
  },
  data: Uint8Array.of(0, 255),
}

function open(append?: TopicLog['append'], tracer = noTracer) {
  const appended: [string, EventRecord][] = []
  const log = {
    append: async (topic: string, message: EventRecord) => {
      appended.push([topic, message])
      return { partition: 0, offset: 0 }
    },
    ...(append && { append }),
  } as TopicLog
  const logger = pino({ level: 'silent' })
  const metrics = createMetrics()
  const app = createSinkApp({ log, topic: 'pages', metrics, tracer, logger })
  const post = (message: { headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> }) =>
    app.request('/', { method: 'POST', ...message })
  return { appended, post, metrics }
}

test('an event is answered 202 once it is in the log, unchanged', async () => {
  const { appended, post } = open()

  const response = await post(toHttp(event))

  expect(response.status).toBe(202)
  expect(
    appended.map(([topic, message]) => [topic, message.key, fromEventRecord(message)]),
  ).toEqual([['pages', 'd/1', event]])
})

test('the size limit covers data and attributes together', async () => {
  const { appended, post } = open()

  const response = await post(toHttp({ ...event, data: new Uint8Array(1_000_000) }))

  expect(response.status).toBe(202)
  expect(appended[0]?.[1].value).toHaveLength(1_000_000)
})

test.each([
  ['a request that is no event', { body: Uint8Array.of(1) }, 400],
  [
    'a request with a batch',
    { headers: { 'content-type': 'application/cloudevents-batch+json' } },
    415,
  ],
  ['an event that is too large', toHttp({ ...event, data: new Uint8Array(1_000_001) }), 413],
])('%s is refused, and not written', async (_, message, status) => {
  const { appended, post } = open()

  const response = await post(message)

  expect(response.status).toBe(status)
  expect(appended).toEqual([])
})

test('an event that could not be written is answered 503 with Retry-After', async () => {
  const { post } = open(async () => Promise.reject(new Error('disk full')))

  const response = await post(toHttp(event))

  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
})

test('events count by their topic, and by why they were not written', async () => {
  const errors = [new RecordTooLargeError('large'), new Error('disk full')]
  const { post, metrics } = open(async () => {
    const error = errors.pop()
    if (error) throw error
    return { partition: 0, offset: 0 }
  })

  for (const message of [toHttp(event), toHttp(event), toHttp(event), {}]) await post(message)

  const [counted] = await metrics.collect()
  expect(counted?.name).toBe('messaging.client.sent.messages')
  expect(counted?.points.map(({ labels, value }) => [labels['error.type'], value])).toEqual([
    ['not-written', 1],
    ['too-large', 1],
    [undefined, 1],
    ['not-an-event', 1],
  ])
})

test('an append is a span below that of its sender, in the trace of the event', async () => {
  const spans: RecordedSpan[] = []
  const { appended, post } = open(
    undefined,
    createTracer((span) => void spans.push(span)),
  )
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const traceparent = `00-${traceId}-aaaaaaaaaaaaaaaa-01`
  const { headers, body } = toHttp({ ...event, traceparent })

  await post({ headers: { ...headers, traceparent: `00-${traceId}-bbbbbbbbbbbbbbbb-01` }, body })
  await post({ headers, body })

  expect(spans).toMatchObject([
    { name: 'append pages', parent: { traceId, spanId: 'bbbbbbbbbbbbbbbb' } },
    { name: 'append pages', parent: { traceId, spanId: 'aaaaaaaaaaaaaaaa' } },
  ])
  expect(appended.map(([, { headers }]) => headers.ce_traceparent)).toEqual([
    traceparent,
    traceparent,
  ])
})
