import { describe, expect, test } from 'vitest'
import type { Change } from '../../../shared/store/values/stored.ts'
import { openGateway } from '../../gateway.fixture.ts'
import { listen } from './event-stream.fixture.ts'

describe('an event stream ends', () => {
  test('after its maximum lifetime, with heartbeats that a browser passes on', async () => {
    const { request } = openGateway({ streamMs: 500, heartbeatMs: 10 })

    const stream = listen(await request('/v1/events'))

    const names = (await stream.rest()).map(({ event }) => event)
    expect(new Set(names)).toEqual(new Set(['heartbeat']))
  })

  test('when the gateway stops', async () => {
    const { request, stop } = openGateway()
    const stream = listen(await request('/v1/events'))
    await stream.read()

    stop()

    expect(await stream.rest()).toEqual([])
  })

  test('when its client disconnects, with or without unread events', async () => {
    const { store, submit } = openGateway()
    for (const _ of [1, 2, 3, 4]) await submit()
    let watching = 0
    const unwatched = Promise.withResolvers<void>()
    const { request } = openGateway({
      store: {
        ...store,
        watch: (onChange) => {
          watching += 1
          const unwatch = store.watch(onChange)
          return () => {
            watching -= 1
            unwatch()
            if (watching === 0) unwatched.resolve()
          }
        },
      },
    })
    const quiet = listen(await request('/v1/events'))
    const slow = listen(await request('/v1/events?after=0'))
    await quiet.read()
    const more = quiet.read()
    await slow.take(1)

    await Promise.all([quiet.cancel(), slow.cancel()])
    await more

    await unwatched.promise
    expect(watching).toBe(0)
  })

  test('when the store fails, without details of the error', async () => {
    const { store } = openGateway()
    const { request } = openGateway({
      store: { ...store, changesAfter: () => Promise.reject(new Error('locked')) },
    })

    const stream = listen(await request('/v1/events'))

    expect(await stream.rest()).toEqual([])
    expect(stream.seen.text).not.toContain('locked')
  })
})

test.each(['/v1/events?after=0', '/v1/documents/ID/events?after=0'])(
  '%s writes nothing that it reads after the gateway stopped',
  async (path) => {
    const { store, submit } = openGateway()
    const id = await submit()
    const reading = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const { request, stop } = openGateway({
      store: {
        ...store,
        changesAfter: async (...args) => {
          reading.resolve()
          await gate.promise
          return store.changesAfter(...args)
        },
      },
    })
    const stream = listen(await request(path.replace('ID', id)))
    await stream.read()
    const rest = stream.rest()
    await reading.promise

    stop()
    gate.resolve()

    expect(await rest).toEqual([])
  },
)

test.each(['before', 'after'])(
  'a client that disconnects %s its stream is opened releases its slot',
  async (when) => {
    const { request } = openGateway({ settings: { MAX_STREAMS: 1 } })
    const client = new AbortController()
    if (when === 'before') client.abort()

    const left = await request('/v1/events', { signal: client.signal })
    client.abort()
    const next = await request('/v1/events')

    expect([left.status, next.status]).toEqual([200, 200])
    await next.body?.cancel()
  },
)

test('a client that reads nothing has nothing buffered', async () => {
  const { store } = openGateway()
  let reads = 0
  const at = new Date()
  const { request } = openGateway({
    store: {
      ...store,
      feedBounds: async () => ({ oldest: 0, latest: 1e9 }),
      changesAfter: async (after, { limit }) => {
        reads += 1
        return Array.from({ length: limit }, (_, index): Change => {
          return {
            kind: 'document',
            change: after + index + 1,
            at,
            documentId: 'd',
            status: 'done',
          }
        })
      },
    },
    streamMs: 100,
  })

  const response = await request('/v1/events?after=0')
  const stream = listen(response)
  await stream.take(3)
  await new Promise((resolve) => setImmediate(resolve))

  expect(reads).toBe(1)
  await stream.cancel()
})

test('HEAD opens no stream', async () => {
  const { request } = openGateway()

  const response = await request('/v1/events', { method: 'HEAD' })

  expect(response.status).toBe(200)
  expect(response.body).toBeNull()
})
