import { expect, test } from 'vitest'
import { createMetrics } from '../shared/telemetry/metrics.ts'
import { form, openGateway, png, twoPageTiff } from './gateway.fixture.ts'
import { observeStore } from './store-metrics.ts'

function measured(overrides: Parameters<typeof openGateway>[0] = {}) {
  const metrics = createMetrics()
  const gateway = openGateway({ ...overrides, metrics })
  const { store } = gateway
  observeStore(metrics, { store, database: 'sqlite', freeBytes: async () => 1000 })
  return {
    ...gateway,
    async of(name: string) {
      const collected = await metrics.collect()
      const { points = [] } = collected.find((each) => each.name === name) ?? {}
      return points.map(({ labels, value }) => ({ ...labels, value }))
    },
  }
}

test('requests count by the pattern of their path, their method and status', async () => {
  const asset = { contentType: 'text/javascript', etag: '"1"', body: new Uint8Array() }
  const site = new Map([
    ['/', asset],
    ['/chunk-1.js', asset],
    ['/chunk-2.js', asset],
  ])
  const { request, submit, of } = measured({ site })
  const id = await submit()
  const paths = [`/v1/documents/${id}`, '/v1/documents/unknown', '/', '/chunk-1.js', '/chunk-2.js']
  for (const path of [...paths, '/nothing', '/healthz']) await request(path)
  await request('/v1/documents', { method: 'PURGE' })

  const requests = (await of('http.server.request.duration')) as Record<string, unknown>[]

  const counted = requests.map((point) => [
    `${point['http.request.method']} ${point['http.route']} ${point['http.response.status_code']}`,
    (point.value as { count: number }).count,
  ])
  expect(Object.fromEntries(counted)).toEqual({
    'POST /v1/documents 202': 1,
    'GET /v1/documents/:id 200': 1,
    'GET /v1/documents/:id 404': 1,
    'GET / 200': 1,
    'GET asset 200': 2,
    'GET other 404': 1,
    'GET /healthz 200': 1,
    '_OTHER /v1/documents 405': 1,
  })
})

test('uploads count by outcome; pages and bytes those of saved documents', async () => {
  const { request, submit, store, of } = measured()
  const image = await png()
  const key = { 'idempotency-key': 'k' }
  await submit(key)
  await submit(key)
  await request('/v1/documents', form(['image', image], ['image', image]))
  await request('/v1/documents', form(['image', new Uint8Array([1, 2, 3])]))

  expect(await of('glyphflow.uploads')).toEqual([
    { outcome: 'accepted', value: 3 },
    { outcome: 'unsupported-image', value: 1 },
  ])
  expect(await of('glyphflow.upload.pages')).toEqual([{ value: 3 }])
  expect(await of('glyphflow.upload.size')).toEqual([{ value: 3 * image.byteLength }])
  expect(await of('glyphflow.store.pages')).toEqual([
    { status: 'queued', value: 3 },
    { status: 'done', value: 0 },
    { status: 'failed', value: 0 },
  ])
  expect(await of('glyphflow.store.size')).toEqual([
    { 'db.system.name': 'sqlite', value: await store.sizeBytes() },
  ])
})

test('the bytes of an original count once, for all its pages', async () => {
  const { request, of } = measured()
  const tiff = await twoPageTiff()

  await request('/v1/documents', form(['file', tiff]))

  expect(await of('glyphflow.upload.pages')).toEqual([{ value: 2 }])
  expect(await of('glyphflow.upload.size')).toEqual([{ value: tiff.byteLength }])
})

test('pages count as uploaded if they are in the store, whether or not they can be appended', async () => {
  const { submit, of } = measured({ send: () => Promise.reject(new Error('no log')) })
  await submit().catch(() => {})
  await submit({ 'idempotency-key': 'k' }).catch(() => {})

  const [queued] = await of('glyphflow.store.pages')

  expect(await of('glyphflow.upload.pages')).toEqual([{ value: 1 }])
  expect(queued).toEqual({ status: 'queued', value: 1 })
  expect(await of('glyphflow.uploads')).toEqual([{ outcome: 'log-unavailable', value: 2 }])
})

test('redrives count by page', async () => {
  const { request, submit, store, of } = measured()
  const documentId = await submit()
  const error = { code: 'timeout', detail: 'Too slow' } as const
  await store.applyResult({ documentId, page: 1, try: 1, status: 'failed', error })

  await request(`/v1/documents/${documentId}/redrive`, { method: 'POST' })
  await request(`/v1/documents/${documentId}/redrive`, { method: 'POST' })

  expect(await of('glyphflow.redrives')).toEqual([{ value: 1 }])
})

test('streams count while they are open, and the changes that they get', async () => {
  const { request, submit, of } = measured()
  const first = await submit()
  const [all, one] = await Promise.all(
    ['/v1/events?after=0', `/v1/documents/${first}/events?after=0`].map((path) => request(path)),
  )
  const readers = [all, one].map((response) => response?.body?.getReader())
  const open = await of('glyphflow.streams')

  // The beginning, then the change: the document is queued.
  for (const reader of readers) for (const _ of [1, 2]) await reader?.read()
  for (const reader of readers) await reader?.cancel()

  expect(open).toEqual([{ value: 2 }])
  expect(await of('glyphflow.streams')).toEqual([{ value: 0 }])
  expect(await of('glyphflow.stream.changes')).toEqual([{ value: 2 }])
})
