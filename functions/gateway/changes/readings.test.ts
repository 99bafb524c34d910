import { describe, expect, test } from 'vitest'
import type { Change } from '../../shared/store/values/stored.ts'
import { openGateway } from '../gateway.fixture.ts'
import { createFeed } from './feed.ts'
import { createReadings } from './readings.ts'
import { listen } from './streams/event-stream.fixture.ts'

const internal = { headers: { authorization: 'Bearer internal' } }

/** A gateway, and the request that ocr makes to read a page. */
function openWithReader(overrides: Parameters<typeof openGateway>[0] = {}) {
  const gateway = openGateway({ internalToken: 'internal', ...overrides })
  const fetchOriginal = async (id: string, init: RequestInit = {}) => {
    const path = `/internal/documents/${id}/originals/1`
    await (await gateway.request(path, { ...internal, ...init })).arrayBuffer()
  }
  return { ...gateway, fetchOriginal }
}

describe('an event stream', () => {
  test.each(['/v1/events', '/v1/documents/ID/events'])(
    'at %s reports that recognition of a page started, without a change number',
    async (path) => {
      const { request, submit, fetchOriginal, finish, store } = openWithReader()
      const [id, other] = [await submit(), await submit()]
      const { latest } = await store.feedBounds()
      const stream = listen(await request(`${path.replace('ID', id)}?after=${latest}`))
      await stream.read()

      await fetchOriginal(id)
      const [reading] = await stream.take(1)
      await fetchOriginal(other)
      await finish(id)
      const [next] = await stream.take(path.includes('ID') ? 1 : 2)
      await stream.cancel()

      expect(reading).toMatchObject({ event: 'reading', data: JSON.stringify({ id, page: 1 }) })
      expect(reading?.id).toBeUndefined()
      expect(next?.event).not.toBe('reset')
      expect((await store.feedBounds()).latest).toBe(latest + 2)
    },
  )

  test('that begins later reports only pages still being read', async () => {
    const { request, submit, fetchOriginal, finish, store } = openWithReader({ streamMs: 500 })
    const [read, deleted, ended] = [await submit(), await submit(), await submit()]
    for (const id of [read, deleted, ended]) await fetchOriginal(id)
    await store.deleteDocument(deleted)
    await finish(ended)

    const events = await listen(await request('/v1/events')).rest()

    expect(events.map(({ data }) => JSON.parse(data))).toEqual([{ id: read, page: 1 }])
  })

  test('reports a reading before the change that ends it', async () => {
    const { submit, finish, store } = openWithReader()
    const id = await submit()
    const readings = createReadings({ store })
    const follower = createFeed(store, readings).follow(0, AbortSignal.timeout(5_000))
    await follower.next()

    readings.note(id, 1)
    await finish(id)
    const { value } = await follower.next()
    await follower.return()

    expect(value?.readings.map(({ documentId }) => documentId)).toEqual([id])
  })

  test('does not report requests that returned no original', async () => {
    const { request, submit, fetchOriginal } = openWithReader({ streamMs: 500 })
    const id = await submit()
    await fetchOriginal(id, { headers: { authorization: 'Bearer other' } })
    await fetchOriginal(id, { method: 'HEAD' })
    await fetchOriginal('unknown')

    expect(await listen(await request('/v1/events')).rest()).toEqual([])
  })
})

test('a reading is sent before the change that ends it', async () => {
  const at = new Date(0)
  const changes: Change[] = [{ kind: 'document', change: 1, at, documentId: 'd', status: 'queued' }]
  const changesAfter = async (after: number) => changes.filter(({ change }) => change > after)
  const readings = createReadings({ store: { submission: async () => null } })
  const feed = createFeed({ changesAfter, watch: () => () => {} }, readings)
  const pages = feed.follow(0, new AbortController().signal)
  await pages.next()

  readings.note('d', 1)
  changes.push({ kind: 'page', change: 2, at, documentId: 'd', page: 1, status: 'done', try: 1 })
  const sent = [await pages.next(), await pages.next()].map(({ value }) => String(value?.bytes))
  await pages.return()

  expect(sent).toEqual([
    expect.stringContaining('event: reading'),
    expect.stringContaining('event: page'),
  ])
})

describe('the stored readings', () => {
  function open() {
    let nowMs = 0
    const store = { submission: async () => null }
    const readings = createReadings({ store, now: () => nowMs })
    const pass = (ms: number) => {
      nowMs += ms
    }
    return { readings, pass }
  }

  test('are bounded, with the latest of each page', () => {
    const { readings } = open()

    for (let page = 1; page <= 1000; page += 1) readings.note('d', page)
    readings.note('d', 999)

    const stored = readings.after(0)
    expect(stored).toHaveLength(200)
    expect(stored.slice(-2).map(({ number }) => number)).toEqual([1000, 1001])
  })

  test('expire after the maximum duration of a delivery', () => {
    const { readings, pass } = open()
    readings.note('d', 1)
    pass(100_000)
    readings.note('d', 2)

    pass(80_000)

    expect(readings.after(0).map(({ number }) => number)).toEqual([2])
  })
})
