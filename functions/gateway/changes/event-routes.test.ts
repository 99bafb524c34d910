import type { EventSourceMessage } from 'eventsource-parser'
import { describe, expect, test } from 'vitest'
import { DocumentChange, PageChange } from '../../shared/http/api.ts'
import type { Change } from '../../shared/store/values/stored.ts'
import { openGateway } from '../gateway.fixture.ts'
import { listen } from './streams/event-stream.fixture.ts'

describe('an event stream', () => {
  test('sends changes from now on', async () => {
    const { request, submit, finish } = openGateway()
    const before = await submit()

    const response = await request('/v1/events')
    const stream = listen(response)
    await stream.read()
    await finish(before)
    const events = await stream.take(2)

    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    expect(stream.seen.retry).toBe(1000)
    expect(stream.seen.text).toMatch(/^retry: 1000\nid: \d+\n\n/)
    expect(events.map(({ event }) => event).sort()).toEqual(['document', 'page'])
    for (const { event, data, id } of events) {
      const schema = event === 'page' ? PageChange : DocumentChange
      const change = schema.strict().parse(JSON.parse(data))
      expect(change).toMatchObject({ id: before, status: 'done' })
      expect(id).toBe(String(change.change))
    }
    await stream.cancel()
  })

  test('resumes after the given number; the header takes precedence over the query', async () => {
    const { request, store, submit } = openGateway()
    for (const _ of [1, 2, 3]) await submit()
    const all = await store.changesAfter(0, { limit: 99 })
    const [first, second] = all

    const byQuery = listen(await request(`/v1/events?after=${first?.change}`))
    const byHeader = listen(
      await request('/v1/events?after=0', { headers: { 'last-event-id': `${second?.change}` } }),
    )

    const ids = (events: EventSourceMessage[]) => events.map(({ id }) => Number(id))
    const numbers = all.map(({ change }) => change)
    expect(ids(await byQuery.take(all.length - 1))).toEqual(numbers.slice(1))
    expect(ids(await byHeader.take(all.length - 2))).toEqual(numbers.slice(2))
    await Promise.all([byQuery.cancel(), byHeader.cancel()])
  })

  test('starts now if the number is empty', async () => {
    const { request, submit } = openGateway({ streamMs: 50 })
    await submit()

    const byQuery = listen(await request('/v1/events?after='))
    const byHeader = listen(await request('/v1/events', { headers: { 'last-event-id': '' } }))

    expect(await byQuery.rest()).toEqual([])
    expect(await byHeader.rest()).toEqual([])
  })

  test('sends a long backlog page by page', async () => {
    const { store } = openGateway()
    const at = new Date()
    const feed = Array.from({ length: 1234 }, (_, index): Change => {
      return { kind: 'document', change: index + 1, at, documentId: 'd', status: 'queued' }
    })
    const { request } = openGateway({
      store: {
        ...store,
        feedBounds: async () => ({ oldest: 0, latest: feed.length }),
        changesAfter: async (after, { limit }) => feed.slice(after, after + limit),
      },
    })

    const stream = listen(await request('/v1/events?after=0'))

    expect((await stream.take(1234)).map(({ id }) => Number(id))).toEqual(
      feed.map(({ change }) => change),
    )
    await stream.cancel()
  })

  test.each([
    ['older than the oldest stored change', 9],
    ['newer than the latest change', 51],
  ])('with a number %s is reset to the latest change', async (_, after) => {
    const { store } = openGateway()
    const requested: number[] = []
    const { request } = openGateway({
      store: {
        ...store,
        feedBounds: async () => ({ oldest: 10, latest: 50 }),
        changesAfter: async (number) => {
          requested.push(number)
          return []
        },
      },
    })

    const stream = listen(await request(`/v1/events?after=${after}`))
    const [event] = await stream.take(1)
    await stream.cancel()

    expect(event).toMatchObject({ event: 'reset', id: '50', data: '{"change":50}' })
    expect(requested.every((number) => number === 50)).toBe(true)
  })

  test.each([10, 50])('from %i of 10 to 50 is not reset', async (after) => {
    const { store } = openGateway()
    const { request } = openGateway({
      store: { ...store, feedBounds: async () => ({ oldest: 10, latest: 50 }) },
      streamMs: 50,
    })

    const stream = listen(await request(`/v1/events?after=${after}`))

    expect(await stream.rest()).toEqual([])
  })

  test('of a document has no events of other documents', async () => {
    const { request, submit, finish } = openGateway()
    const other = await submit()
    const id = await submit()
    await finish(other)
    await finish(id)

    const stream = listen(await request(`/v1/documents/${id}/events?after=0`))
    const events = await stream.take(2)
    await stream.cancel()

    expect(events.map(({ data }) => JSON.parse(data).id)).toEqual([id, id])
  })

  test('with an invalid number is rejected', async () => {
    const { request } = openGateway()

    expect((await request('/v1/events?after=soon')).status).toBe(400)
    expect((await request('/v1/events', { headers: { 'last-event-id': '-1' } })).status).toBe(400)
  })
})
