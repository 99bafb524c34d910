import { pino } from 'pino'
import { expect, test } from 'vitest'
import { toHttp } from '../../functions/shared/events/cloudevent.ts'
import { type EventRecord, fromKafka } from '../log/cloudevent-kafka.ts'
import type { TopicLog } from '../log/topic-log.ts'
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

function open(append?: TopicLog['append']) {
  const appended: [string, EventRecord][] = []
  const log = {
    append: async (topic: string, message: EventRecord) => {
      appended.push([topic, message])
      return { partition: 0, offset: 0 }
    },
    ...(append && { append }),
  } as TopicLog
  const logger = pino({ level: 'silent' })
  const app = createSinkApp({ log, topic: 'pages', logger })
  const post = (message: { headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> }) =>
    app.request('/', { method: 'POST', ...message })
  return { appended, post }
}

test('an event is answered 202 once it is in the log, unchanged', async () => {
  const { appended, post } = open()

  const response = await post(toHttp(event))

  expect(response.status).toBe(202)
  expect(appended.map(([topic, message]) => [topic, message.key, fromKafka(message)])).toEqual([
    ['pages', 'd/1', event],
  ])
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
