import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serve } from '../../shared/http/serve.ts'
import { openGateway, png } from '../gateway.fixture.ts'

/** A listening gateway with a short request timeout. */
async function listen(overrides: Parameters<typeof openGateway>[0] = {}, { timeoutMs = 200 } = {}) {
  const stop = new AbortController()
  const gateway = openGateway({ stopping: stop.signal, ...overrides })
  const closed = Promise.withResolvers<void>()
  const limits = {
    headersTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    connectionsCheckingInterval: 20,
    keepAliveTimeout: 30_000,
  }
  const port = await serve({
    app: gateway.app,
    host: '127.0.0.1',
    port: 0,
    stopping: stop.signal,
    limits,
    close: closed.resolve,
  })
  onTestFinished(async () => {
    stop.abort()
    await closed.promise
  })
  return { ...gateway, port, stop: () => stop.abort(), closed: closed.promise }
}

/** Everything that the server sends until it closes the connection. */
function responseOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
  })
}

function open(port: number, ...head: string[]): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.write([...head, `Host: localhost:${port}`, '', ''].join('\r\n'))
  return socket
}

const upload = (port: number, ...headers: string[]) =>
  open(port, 'POST /v1/documents HTTP/1.1', 'Content-Type: image/png', ...headers)

test('an upload that stalls is a 408, and nothing is stored', async () => {
  const { port, store } = await listen()

  const socket = upload(port, 'Content-Length: 1000')
  socket.write((await png()).slice(0, 50))
  const answer = await responseOf(socket)

  expect(answer).toMatch(/^HTTP\/1.1 408 /)
  expect((await store.documents({ limit: 1 })).documents).toEqual([])
})

test('a client that disconnects during its upload stores nothing and holds no memory', async () => {
  const arrived = Promise.withResolvers<void>()
  const { port, app, store } = await listen({ settings: { MAX_UPLOADS_IN_MEMORY_BYTES: 1200 } })
  app.onError((error, c) => {
    arrived.resolve()
    return c.text(error.message, 400)
  })

  const socket = upload(port, 'Content-Length: 1000')
  socket.write(Buffer.alloc(999), () => socket.destroy())
  await arrived.promise
  const response = await fetch(`http://localhost:${port}/v1/documents`, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: await png(),
  })

  expect(response.status).toBe(202)
  expect((await store.documents({ limit: 9 })).documents).toHaveLength(1)
})

test('a too large body is answered before its end', async () => {
  const { port } = await listen({ settings: { MAX_IMAGE_BYTES: 1000 } })

  const announced = upload(port, 'Connection: close', 'Content-Length: 100000000')
  const streamed = upload(port, 'Connection: close', 'Transfer-Encoding: chunked')
  streamed.write(`7d1\r\n${'x'.repeat(2001)}\r\n`)

  for (const response of await Promise.all([announced, streamed].map(responseOf))) {
    expect(response).toMatch(/^HTTP\/1.1 413 .*"too-large"/s)
  }
})

test('a client that sends a too large body can read the response', async () => {
  const { port } = await listen({ settings: { MAX_IMAGE_BYTES: 1000 } }, { timeoutMs: 30_000 })

  const response = await fetch(`http://127.0.0.1:${port}/v1/documents`, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: new Uint8Array(4_000_000),
  })

  expect(response.status).toBe(413)
})

test('an open event stream does not delay the shutdown', async () => {
  const { port, stop, closed } = await listen()
  const response = await fetch(`http://127.0.0.1:${port}/v1/events`)

  stop()

  expect(await response.text()).toMatch(/^retry: 1000/)
  await closed
})

test('an event stream whose client disconnects is closed', async () => {
  const unwatched = Promise.withResolvers<void>()
  const { store } = openGateway()
  const { port } = await listen({
    store: {
      ...store,
      watch: (onChange) => {
        const unwatch = store.watch(onChange)
        return () => {
          unwatch()
          unwatched.resolve()
        }
      },
    },
  })
  const client = new AbortController()
  await fetch(`http://127.0.0.1:${port}/v1/events`, { signal: client.signal })

  client.abort()

  await unwatched.promise
})

describe('a client that does not read its event stream', () => {
  /** A gateway whose feed exceeds every socket buffer. */
  async function listenToFlood(stallMs: number) {
    const { store } = openGateway()
    const at = new Date()
    const change = { kind: 'document', at, documentId: 'd'.repeat(9999), status: 'done' } as const
    return listen({
      stallMs,
      settings: { MAX_STREAMS: 1 },
      store: {
        ...store,
        feedBounds: async () => ({ oldest: 0, latest: 1e9 }),
        changesAfter: async (after, { limit }) =>
          Array.from({ length: limit }, (_, index) => ({ ...change, change: after + index + 1 })),
      },
    })
  }

  test('is disconnected, and its slot is released', async () => {
    const { port, request } = await listenToFlood(300)
    const socket = open(port, 'GET /v1/events?after=0 HTTP/1.1')
    await once(socket, 'readable')
    const statuses: number[] = []

    await expect
      .poll(async () => {
        statuses.push((await request('/v1/events')).status)
        return statuses.at(-1)
      })
      .toBe(200)
    await once(socket.resume(), 'close')

    expect(statuses[0]).toBe(503)
  })

  test('does not delay the shutdown', async () => {
    const { port, stop, closed } = await listenToFlood(60_000)
    const socket = open(port, 'GET /v1/events?after=0 HTTP/1.1')
    await once(socket, 'readable')

    stop()

    await closed
  })
})

test('an unknown Host is a 421 over a socket', async () => {
  const { port } = await listen()

  const socket = connect(port, '127.0.0.1')
  socket.write('GET /v1/system HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')

  expect(await responseOf(socket)).toMatch(/^HTTP\/1.1 421 /)
})
