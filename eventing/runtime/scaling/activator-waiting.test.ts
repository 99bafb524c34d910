import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { createTracer, type RecordedSpan } from '../../../functions/shared/telemetry/spans.ts'
import { activated, closedPort, echo, listening, replicaAt } from './activator.fixture.ts'

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
  await expect.poll(() => pool.stats()).toMatchObject({ ready: 0, inFlight: 0, waiting: 1 })

  pool.add(replicaAt(await listening(echo)))

  expect(await (await response).text()).toBe('again')
})

test('a replica that refused a connection is used again once it is healthy', async () => {
  const { pool, url } = await activated()
  const port = await closedPort()
  const healthy = Promise.withResolvers<void>()
  pool.add(replicaAt(port, () => healthy.promise))
  const response = fetch(url, { method: 'POST', body: 'later' })
  await expect.poll(() => pool.stats().ready).toBe(0)
  await listening(echo, port)

  healthy.resolve()

  expect(await (await response).text()).toBe('later')
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

test('the wait of a traced request for a replica is a span, and the replica gets the same context', async () => {
  const spans: RecordedSpan[] = []
  const { pool, url } = await activated({ tracer: createTracer((span) => void spans.push(span)) })
  const got: unknown[] = []
  const replica = await listening((req, res) => {
    got.push(req.headers.traceparent)
    res.end()
  })
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-aaaaaaaaaaaaaaaa-01'

  const traced = fetch(url, { headers: { traceparent } })
  await expect.poll(() => pool.stats().waiting).toBe(1)
  pool.add(replicaAt(replica))
  await traced
  await fetch(url)

  expect(spans).toMatchObject([
    {
      ...{ name: 'wait for replica', attributes: { 'faas.coldstart': true } },
      parent: { spanId: 'aaaaaaaaaaaaaaaa' },
    },
  ])
  expect(got).toEqual([traceparent, undefined])
})
