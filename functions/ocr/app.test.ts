import { expect, onTestFinished, test, vi } from 'vitest'
import { UnavailableError } from '../shared/errors/unavailable-error.ts'
import { type CloudEvent, toHttp } from '../shared/events/cloudevent.ts'
import { PageRecognized, toPageRecognized } from '../shared/events/contract/contract.ts'
import { serve } from '../shared/http/serve.ts'
import { openOcr, recognition, submitted } from './app.fixture.ts'

test('the result is sent before the event is acknowledged', async () => {
  const { sent, deliver } = openOcr()

  const response = await deliver()

  expect(response.status).toBe(204)
  expect(sent.map((event) => PageRecognized.parse(event).data.text)).toEqual(['hello'])
})

test('an engine failure has the event redelivered', async () => {
  const { deliver } = openOcr({ readPage: async () => Promise.reject(new Error('broke')) })

  expect((await deliver()).status).toBe(500)
})

test('an event is answered 503 while the sink is unavailable', async () => {
  const { deliver } = openOcr({ send: async () => Promise.reject(new UnavailableError('away')) })

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
  const { deliver, sent } = openOcr()

  const response = await deliver(event)

  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(sent).toEqual([])
})

test('an event without the required token is not read', async () => {
  const { deliver, sent } = openOcr({ requiredToken: 'abc' })

  const response = await deliver()

  expect(response.status).toBe(401)
  expect(sent).toEqual([])
})

test('the health check succeeds', async () => {
  const response = await openOcr().app.request('/healthz')

  expect(response.status).toBe(200)
  expect(response.headers.get('glyphflow-function')).toBe('ocr')
})

/** Resolves when the server has received all earlier requests and disconnects. */
async function roundTrips(port: number): Promise<void> {
  for (let n = 0; n < 20; n += 1) await fetch(`http://127.0.0.1:${port}/healthz`)
}

test('an abandoned page is read to its end before the next, and a page abandoned while waiting is not read', async () => {
  const started: number[] = []
  const release = Promise.withResolvers<void>()
  const { app, sent } = openOcr({
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
