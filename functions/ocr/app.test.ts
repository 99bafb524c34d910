import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { UnavailableError } from '../shared/errors/unavailable-error.ts'
import { type CloudEvent, toHttp } from '../shared/events/cloudevent.ts'
import {
  PageFailed,
  PageRecognized,
  type Recognition,
  toCloudEvent,
  toPageRecognized,
  toPageSubmitted,
} from '../shared/events/contract.ts'
import { digestOf } from '../shared/events/digest.ts'
import { SinkError } from '../shared/events/sink.ts'
import { serve } from '../shared/http/serve.ts'
import { createOcrApp, type OcrDeps } from './app.ts'
import { pageWithData } from './page.fixture.ts'

const submitted = pageWithData(Uint8Array.of(1))
const byReference = toPageSubmitted({
  ...{ documentId: '01938b0e-7a4c-7d3e-8f21-5b6c7d8e9fa0', page: 1, try: 1, language: 'eng' },
  digest: digestOf(Uint8Array.of(1)),
})
const recognition: Recognition = {
  ...{ text: 'hello', confidence: 90, width: 1, height: 1, language: 'eng' },
  words: Array.from({ length: 2 }, () => ({ text: 'hello', confidence: 90, box: [0, 0, 1, 1] })),
  ...{ engine: 'e', model: 'm', timings: { decodeMs: 1, recognizeMs: 1 } },
}

function open(deps: Partial<OcrDeps> = {}) {
  const sent: CloudEvent[] = []
  const app = createOcrApp({
    readPage: async (page) => toPageRecognized(page, recognition),
    fetchOriginal: async () => Uint8Array.of(2),
    send: async (event) => void sent.push(event),
    logger: pino({ level: 'silent' }),
    requiredToken: null,
    ...deps,
  })
  const deliver = (event: CloudEvent = submitted) =>
    app.request('/', { method: 'POST', ...toHttp(event) })
  return { app, sent, deliver }
}

/** Sink that accepts events up to a size. */
const limitedSink = (maxBytes: number, sent: CloudEvent[]) => async (event: CloudEvent) => {
  if ((event.data?.byteLength ?? 0) > maxBytes) throw new SinkError('413', { tooLarge: true })
  sent.push(event)
}

test('the result is sent before the event is acknowledged', async () => {
  const { sent, deliver } = open()

  const response = await deliver()

  expect(response.status).toBe(204)
  expect(sent.map((event) => PageRecognized.parse(event).data.text)).toEqual(['hello'])
})

test('the image that an event refers to is fetched and read', async () => {
  const read: Uint8Array[] = []
  const { deliver } = open({
    fetchOriginal: async ({ dataref }) => new TextEncoder().encode(dataref),
    async readPage(page, image) {
      read.push(image)
      return toPageRecognized(page, recognition)
    },
  })

  const response = await deliver(toCloudEvent(byReference))

  expect(response.status).toBe(204)
  expect(read.map(String)).toEqual([String(new TextEncoder().encode(byReference.dataref))])
})

test('a page whose original was deleted is acknowledged without a result', async () => {
  const { sent, deliver } = open({ fetchOriginal: async () => null })

  const response = await deliver(toCloudEvent(byReference))

  expect(response.status).toBe(204)
  expect(sent).toEqual([])
})

test('a failure to fetch the original has the event redelivered', async () => {
  const { deliver } = open({ fetchOriginal: async () => Promise.reject(new Error('404')) })

  expect((await deliver(toCloudEvent(byReference))).status).toBe(500)
})

test.each([
  'http://evil.example/documents/ID/originals/1',
  '//evil.example/documents/ID/originals/1',
  'documents/ID/originals/../../other',
  'documents%2FID/originals/1',
  'documents/01938b0e-7a4c-7d3e-8f21-5b6c7d8e9fa1/originals/1',
])('an event that refers to %s is rejected without a fetch', async (reference) => {
  const fetched: unknown[] = []
  const { deliver } = open({
    async fetchOriginal(page) {
      fetched.push(page)
      return null
    },
  })
  const dataref = reference.replace('ID', byReference.documentid)

  const response = await deliver({ ...toCloudEvent(byReference), dataref })

  expect(response.status).toBe(422)
  expect(fetched).toEqual([])
})

test('a page has all its words if they fit into an event, and none otherwise', async () => {
  const [word] = recognition.words
  const pages = [24_000, 60_000].map((count) => ({
    ...recognition,
    words: Array.from({ length: count }, () => word ?? expect.fail()),
  }))
  const { sent, deliver } = open({
    readPage: async (page) => toPageRecognized(page, pages.shift() ?? recognition),
  })

  for (const _ of [1, 2]) await deliver()

  const [complete, stripped] = sent.map((event) => PageRecognized.parse(event).data)
  expect(complete?.words).toHaveLength(24_000)
  expect(stripped).toMatchObject({ text: 'hello', words: [], wordsOmitted: true })
})

test('a result too large for the sink is sent without its words', async () => {
  const sent: CloudEvent[] = []
  const withoutWords = { ...recognition, words: [], wordsOmitted: true }
  const { deliver } = open({ send: limitedSink(JSON.stringify(withoutWords).length, sent) })

  const response = await deliver()

  expect(response.status).toBe(204)
  expect(PageRecognized.parse(sent[0]).data).toEqual(withoutWords)
})

test('a result too large without its words is sent as a failure', async () => {
  const sent: CloudEvent[] = []
  const { deliver } = open({ send: limitedSink(120, sent) })

  const response = await deliver()

  expect(response.status).toBe(204)
  expect(PageFailed.parse(sent[0]).data.code).toBe('result-too-large')
})

test('an engine failure has the event redelivered', async () => {
  const { deliver } = open({ readPage: async () => Promise.reject(new Error('broke')) })

  expect((await deliver()).status).toBe(500)
})

test('an event is answered 503 while the sink is unavailable', async () => {
  const { deliver } = open({ send: async () => Promise.reject(new UnavailableError('away')) })

  const response = await deliver()

  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
})

test.each<[string, CloudEvent, number]>([
  ['an event of another type', { ...submitted, type: 'other' }, 422],
  ['an event without a document', { ...submitted, documentid: undefined }, 422],
  ['a request that is no event', { ...submitted, id: '' }, 400],
  ['too large an event', { ...submitted, data: new Uint8Array(1_048_589) }, 413],
])('%s is rejected for good', async (_, event, status) => {
  const { deliver, sent } = open()

  const response = await deliver(event)

  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(sent).toEqual([])
})

test('an event without the required token is not read', async () => {
  const { deliver, sent } = open({ requiredToken: 'abc' })

  const response = await deliver()

  expect(response.status).toBe(401)
  expect(sent).toEqual([])
})

test('the health check succeeds', async () => {
  expect((await open().app.request('/healthz')).status).toBe(200)
})

/** Resolves when the server has received all earlier requests and disconnects. */
async function roundTrips(port: number): Promise<void> {
  for (let n = 0; n < 20; n += 1) await fetch(`http://127.0.0.1:${port}/healthz`)
}

test('an abandoned page is read to its end before the next, and a page abandoned while waiting is not read', async () => {
  const started: number[] = []
  const release = Promise.withResolvers<void>()
  const { app, sent } = open({
    async readPage(page) {
      started.push(page.pagenumber)
      await release.promise
      return toPageRecognized(page, recognition)
    },
  })
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const port = await serve({ app, host: '127.0.0.1', port: 0, stopping: stop.signal })
  const deliver = (page: number, signal?: AbortSignal) =>
    fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      ...toHttp({ ...submitted, pagenumber: page, id: `doc.${page}.1` }),
      ...(signal && { signal }),
    })
  const abandon = new AbortController()
  const abandoned = [deliver(1, abandon.signal)]
  await vi.waitUntil(() => started.length === 1)
  abandoned.push(deliver(2, abandon.signal))
  const third = deliver(3)
  await roundTrips(port)

  abandon.abort()
  await Promise.allSettled(abandoned)
  await roundTrips(port)
  const startedMeanwhile = [...started]
  release.resolve()

  expect((await third).status).toBe(204)
  expect(startedMeanwhile).toEqual([1])
  expect(started).toEqual([1, 3])
  expect(sent.map(({ id }) => id)).toHaveLength(2)
})
