import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createReplicaPool, type Replica } from '../replicas/replica-pool.ts'
import { createActivator } from './activator.ts'

const logger = pino({ level: 'silent' })
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

async function listening(handler: RequestListener): Promise<number> {
  const server = createServer(handler)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Health check of a replica that has ended, unless overridden. */
const replicaAt = (
  port: number,
  healthy: Replica['healthy'] = async () => Promise.reject(new Error('ended')),
) => ({ port, healthy })

async function activated(
  options: { concurrency?: number; timeoutMs?: number; holdMs?: number } = {},
) {
  const { timeoutMs = 5000, holdMs = 5000 } = options
  const pool = createReplicaPool(options.concurrency ?? 0)
  const port = await listening(
    createActivator({ pool, onRequest: () => () => {}, timeoutMs, holdMs, logger }),
  )
  return { pool, port, url: `http://127.0.0.1:${port}` }
}

/** A port that refuses connections. */
async function closedPort(): Promise<number> {
  const port = await listening(() => {})
  servers.pop()?.close()
  return port
}

const echo: RequestListener = (req, res) => {
  res.writeHead(201, { 'x-method': req.method ?? '', 'x-path': req.url ?? '' })
  req.pipe(res)
}

test('a request and its answer pass unchanged', async () => {
  const { pool, url } = await activated()
  pool.add(replicaAt(await listening(echo)))
  const body = new Uint8Array(3_000_000).fill(7)

  const response = await fetch(`${url}/a?b=%20`, { method: 'PUT', body })

  expect(response.status).toBe(201)
  expect(response.headers.get('x-method')).toBe('PUT')
  expect(response.headers.get('x-path')).toBe('/a?b=%20')
  expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true)
})

test('a request waits for a replica', async () => {
  const { pool, url } = await activated()
  const response = fetch(url, { method: 'POST', body: 'held' })
  await expect.poll(() => pool.stats().waiting).toBe(1)

  pool.add(replicaAt(await listening(echo)))

  expect(await (await response).text()).toBe('held')
})

test('a request whose connection is refused is retried on another replica, with its body', async () => {
  const { pool, url } = await activated()
  pool.add(replicaAt(await closedPort()))
  const response = fetch(url, { method: 'POST', body: 'again' })
  await expect.poll(() => pool.stats()).toEqual({ ready: 0, inFlight: 0, waiting: 1 })

  pool.add(replicaAt(await listening(echo)))

  expect(await (await response).text()).toBe('again')
})

test('a request whose connection breaks is not retried: the replica may have received it', async () => {
  const { pool, url } = await activated()
  let requests = 0
  const port = await listening((req) => {
    requests += 1
    req.socket.destroy()
  })
  pool.add(replicaAt(port))

  const response = await fetch(url, { method: 'POST', body: 'once' })

  expect(response.status).toBe(502)
  expect(response.headers.get('retry-after')).toBeNull()
  expect(requests).toBe(1)
})

test('a request without a free replica in time is answered 503 with Retry-After', async () => {
  const { pool, url } = await activated({ concurrency: 1, holdMs: 20 })
  pool.add(replicaAt(await listening(() => {})))
  const held = fetch(url, { method: 'POST', body: 'first' }).catch(() => null)
  await expect.poll(() => pool.stats().inFlight).toBe(1)

  const response = await fetch(url, { method: 'POST', body: 'second' })

  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
  expect(pool.stats()).toMatchObject({ inFlight: 1, waiting: 0 })
  void held
})

test('a request that takes too long is answered 504, and frees its slot', async () => {
  const { pool, url } = await activated({ concurrency: 1, timeoutMs: 50 })
  pool.add(replicaAt(await listening(() => {})))

  const response = await fetch(url)

  expect(response.status).toBe(504)
  await expect.poll(() => pool.stats().inFlight).toBe(0)
})

test('a client that disconnects frees its slot, and the replica’s request is aborted', async () => {
  const { pool, port } = await activated({ concurrency: 1 })
  const cut = Promise.withResolvers<void>()
  pool.add(replicaAt(await listening((req) => req.socket.once('close', cut.resolve))))
  const client = connect(port, '127.0.0.1')
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await expect.poll(() => pool.stats().inFlight).toBe(1)

  client.destroy()

  await cut.promise
  await expect.poll(() => pool.stats().inFlight).toBe(0)
})

test('a client that disconnects while waiting leaves the queue', async () => {
  const { pool, port } = await activated()
  const client = connect(port, '127.0.0.1')
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await expect.poll(() => pool.stats().waiting).toBe(1)

  client.destroy()

  await expect.poll(() => pool.stats().waiting).toBe(0)
})

test('an answer sent before the body is read reaches the client', async () => {
  const { pool, url } = await activated()
  const port = await listening((_, res) => {
    res.writeHead(413).end('too large')
  })
  pool.add(replicaAt(port))

  const response = await fetch(url, { method: 'POST', body: new Uint8Array(1_000_000) })

  expect([response.status, await response.text()]).toEqual([413, 'too large'])
})

test('a replica that refused a connection is used again once it is healthy', async () => {
  const { pool, url } = await activated()
  const port = await closedPort()
  const healthy = Promise.withResolvers<void>()
  pool.add(replicaAt(port, () => healthy.promise))
  const response = fetch(url, { method: 'POST', body: 'later' })
  await expect.poll(() => pool.stats().ready).toBe(0)
  const server = createServer(echo)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))

  healthy.resolve()

  expect(await (await response).text()).toBe('later')
})

test.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST'])(
  'a body without a length stays the body of its %s, and is not parsed as a second request',
  async (method) => {
    const { pool, port } = await activated()
    const seen: string[] = []
    const upstream = await listening((req, res) => {
      seen.push(`${req.method} ${req.url}`)
      req.resume().once('end', () => res.end('ok'))
    })
    pool.add(replicaAt(upstream))
    const smuggled = 'DELETE /smuggled HTTP/1.1\r\nhost: x\r\n\r\n'
    const client = connect(port, '127.0.0.1')
    const answered = new Promise((resolve) => client.once('data', resolve))

    client.write(`${method} /seen HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n`)
    client.write(`${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`)
    await answered
    await fetch(`http://127.0.0.1:${port}/next`)

    expect(seen).toEqual([`${method} /seen`, 'GET /next'])
    client.destroy()
  },
)

test('an HTTP/1.0 request without a Host gets an empty one', async () => {
  const { pool, port } = await activated()
  const upstream = await listening((req, res) =>
    res.end(`host ${JSON.stringify(req.headers.host)}`),
  )
  pool.add(replicaAt(upstream))
  const client = connect(port, '127.0.0.1')
  const answered = new Promise<Buffer>((resolve) => client.once('data', resolve))

  client.write('GET /healthz HTTP/1.0\r\n\r\n')

  expect(String(await answered)).toMatch(/^HTTP\/1.1 200 .*host ""$/s)
  client.destroy()
})
