import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CloudEvent, toHttp } from '../shared/events/cloudevent.ts'
import { toCloudEvent } from '../shared/events/contract/contract.ts'
import { openSqliteStore } from '../shared/store/sqlite/store.ts'
import { type Store, StoreUnavailableError } from '../shared/store/store.ts'
import { fromServerTiming } from '../shared/telemetry/server-timing.ts'
import { createResultsApp } from './app.ts'
import { document, failed, recognized, submitted } from './results.fixture.ts'

const logger = pino({ level: 'silent' })
let folder: string
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphflow-results-'))
  store = openSqliteStore(join(folder, 'store.sqlite'))
  await store.addDocument({ ...document, createdAt: new Date() })
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

async function post(event: CloudEvent, changes: Partial<Store> = {}) {
  const app = createResultsApp({
    store: { ...store, ...changes },
    logger,
    requiredToken: null,
  })
  return app.request('/', { method: 'POST', ...toHttp(event) })
}
const deliver = async (...args: Parameters<typeof post>) => (await post(...args)).status
const page = async () => (await store.document('doc'))?.pages[0]

test('a text is stored', async () => {
  expect(await deliver(toCloudEvent(recognized))).toBe(204)
  expect(await page()).toMatchObject({ status: 'done', text: 'hello', width: 2 })
})

test('an answer says that it is of results', async () => {
  const response = await post(toCloudEvent(recognized))

  expect(response.headers.get('glyphflow-function')).toBe('results')
})

test('a failure is stored', async () => {
  expect(await deliver(toCloudEvent(failed))).toBe(204)
  expect(await page()).toMatchObject({ status: 'failed', error: failed.data })
})

test('a repeated or late result succeeds and changes nothing', async () => {
  await deliver(toCloudEvent(recognized))
  const { latest } = await store.feedBounds()

  const statuses = [await deliver(toCloudEvent(recognized)), await deliver(toCloudEvent(failed))]

  expect(statuses).toEqual([204, 204])
  expect(await page()).toMatchObject({ status: 'done', text: 'hello' })
  expect((await store.feedBounds()).latest).toBe(latest)
})

test('a result of a deleted page succeeds', async () => {
  await store.deleteDocument('doc')

  expect(await deliver(toCloudEvent(recognized))).toBe(204)
  expect(await store.document('doc')).toBeNull()
})

test.each<[string, CloudEvent]>([
  ['another type', { ...toCloudEvent(recognized), type: 'other' }],
  ['invalid data', { ...toCloudEvent(recognized), data: new TextEncoder().encode('{}') }],
])('an event that can never succeed is rejected with 422: %s', async (_, event) => {
  expect(await deliver(event)).toBe(422)
})

test('while the store is unavailable an event is answered 503, which does not count as an attempt', async () => {
  const busy = () => Promise.reject(new StoreUnavailableError('database is locked'))

  const response = await post(toCloudEvent(recognized), { applyResult: busy })

  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
})

test('an unexpected error is answered 500, which counts as an attempt', async () => {
  const broken = () => Promise.reject(new TypeError('cannot read properties of undefined'))

  expect(await deliver(toCloudEvent(recognized), { applyResult: broken })).toBe(500)
})

test('an answer tells how long its page took, once', async () => {
  const [first, again] = [
    await post(toCloudEvent(recognized)),
    await post(toCloudEvent(recognized)),
  ]

  const [timing, later] = [first, again].map((response) =>
    fromServerTiming(response.headers.get('server-timing') ?? ''),
  )
  expect(timing).toMatchObject({ store: expect.any(Number), outcome: 'recognized' })
  expect(timing?.page).toBeGreaterThanOrEqual(0)
  expect(timing?.page).toBeLessThan(5000)
  expect(Object.keys(later ?? {})).toEqual(['store'])
})

test('a page that was given up, and read after all, tells its time once', async () => {
  const answers = [
    await post({ ...toCloudEvent(submitted), knativeerrorcode: 500 }),
    await post(toCloudEvent(recognized)),
  ]

  const timings = answers.map(({ headers }) => fromServerTiming(headers.get('server-timing') ?? ''))
  expect(timings).toMatchObject([
    { outcome: 'failed', page: expect.any(Number) },
    { outcome: 'recognized' },
  ])
  expect(timings[1]).not.toHaveProperty('page')
})
