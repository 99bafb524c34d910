import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createActivator } from './activator.ts'
import { createReplicaPool } from './replica-pool.ts'

const log = pino({ level: 'silent' })
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

async function activated(options: { concurrency?: number; timeoutMs?: number } = {}) {
  const pool = createReplicaPool(options.concurrency ?? 0)
  const port = await listening(createActivator({ pool, timeoutMs: options.timeoutMs ?? 5000, log }))
  return { pool, port, url: `http://127.0.0.1:${port}` }
}

/** A port where nobody listens. */
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
  pool.add({ port: await listening(echo) })
  const body = new Uint8Array(3_000_000).fill(7)

  const response = await fetch(`${url}/a?b=%20`, { method: 'PUT', body })

  expect(response.status).toBe(201)
  expect(response.headers.get('x-method')).toBe('PUT')
  expect(response.headers.get('x-path')).toBe('/a?b=%20')
  expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true)
})

test('a request is held until there is a replica', async () => {
  const { pool, url } = await activated()
  const response = fetch(url, { method: 'POST', body: 'held' })
  await expect.poll(() => pool.stats().waiting).toBe(1)

  pool.add({ port: await listening(echo) })

  expect(await (await response).text()).toBe('held')
})

test('a refused connection is repeated with another replica, body and all', async () => {
  const { pool, url } = await activated()
  pool.add({ port: await closedPort() })
  const response = fetch(url, { method: 'POST', body: 'again' })
  await expect.poll(() => pool.stats()).toEqual({ ready: 0, inFlight: 0, waiting: 1 })

  pool.add({ port: await listening(echo) })

  expect(await (await response).text()).toBe('again')
})

test('a replica that breaks off is not asked again: it may have seen the request', async () => {
  const { pool, url } = await activated()
  let requests = 0
  const port = await listening((req) => {
    requests += 1
    req.socket.destroy()
  })
  pool.add({ port })

  const response = await fetch(url, { method: 'POST', body: 'once' })

  expect(response.status).toBe(502)
  expect(requests).toBe(1)
})

test('a request that takes too long is answered 504, and its slot is free again', async () => {
  const { pool, url } = await activated({ concurrency: 1, timeoutMs: 50 })
  pool.add({ port: await listening(() => {}) })

  const response = await fetch(url)

  expect(response.status).toBe(504)
  await expect.poll(() => pool.stats().inFlight).toBe(0)
})

test('a client that goes away frees its slot, and the replica hears of it', async () => {
  const { pool, port } = await activated({ concurrency: 1 })
  const cut = Promise.withResolvers<void>()
  pool.add({ port: await listening((req) => req.socket.once('close', cut.resolve)) })
  const client = connect(port, '127.0.0.1')
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await expect.poll(() => pool.stats().inFlight).toBe(1)

  client.destroy()

  await cut.promise
  await expect.poll(() => pool.stats().inFlight).toBe(0)
})

test('a client that waits for a replica and goes away waits no more', async () => {
  const { pool, port } = await activated()
  const client = connect(port, '127.0.0.1')
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await expect.poll(() => pool.stats().waiting).toBe(1)

  client.destroy()

  await expect.poll(() => pool.stats().waiting).toBe(0)
})

test('an answer that comes before the body is read reaches the client', async () => {
  const { pool, url } = await activated()
  const port = await listening((_, res) => {
    res.writeHead(413).end('too large')
  })
  pool.add({ port })

  const response = await fetch(url, { method: 'POST', body: new Uint8Array(1_000_000) })

  expect([response.status, await response.text()]).toEqual([413, 'too large'])
})
