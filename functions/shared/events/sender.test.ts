import { createServer, globalAgent, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { UnavailableError } from '../errors/unavailable-error.ts'
import type { CloudEvent } from './cloudevent.ts'
import { createSender, SinkError } from './sender.ts'

let server: Server
afterEach(() => server.close().closeAllConnections())

async function startSink(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const event: CloudEvent = { specversion: '1.0', id: '1', source: '/s', type: 't' }

test('a sender authenticates, and resolves on a 2xx response', async () => {
  const seen: unknown[] = []
  const url = await startSink((req, res) => {
    seen.push([req.headers['ce-id'], req.headers.authorization])
    res.writeHead(202).end()
  })

  await createSender(url, { token: 'abc' })(event)

  expect(seen).toEqual([['1', 'Bearer abc']])
})

test('a connection is used again, unless the body of a response was truncated, which is no error', async () => {
  const ports = new Set<unknown>()
  let requests = 0
  const url = await startSink((req, res) => {
    requests += 1
    ports.add(req.socket.remotePort)
    if (requests < 3) return res.writeHead(202).end('accepted')
    res.writeHead(202, { 'content-length': 100 }).write('half')
    res.socket?.end()
  })
  const send = createSender(url)

  for (let n = 0; n < 3; n += 1) {
    await send(event)
    // The response ends after its status.
    await expect.poll(() => Object.keys(globalAgent.sockets)).toEqual([])
  }
  await send(event)

  expect([requests, ports.size]).toEqual([4, 2])
})

test.each([
  [413, true],
  [400, false],
])('%i is a rejection, too large: %s', async (status, tooLarge) => {
  const url = await startSink((_, res) => res.writeHead(status).end())

  const sending = createSender(url, { retryForMs: 60_000 })(event)

  await expect(sending).rejects.toThrow(SinkError)
  await expect(sending).rejects.toMatchObject({ tooLarge })
})

test('a redirect is a rejection: following it would lose the event in a GET, or send it to another host', async () => {
  const paths: unknown[] = []
  const url = await startSink((req, res) => {
    paths.push(req.url)
    res.writeHead(req.url === '/' ? 301 : 200, { location: '/elsewhere' }).end()
  })

  await expect(createSender(url)(event)).rejects.toThrow('The sink answered 301')

  expect(paths).toEqual(['/'])
})

test.each<[string, RequestListener]>([
  ['closes the connection', (req) => req.socket.destroy()],
  ['never answers', () => {}],
  ['answers 503', (_, res) => res.writeHead(503).end()],
  ['does not know the token, which may be new', (_, res) => res.writeHead(401).end()],
])('a sink that %s is unavailable', async (_, listener) => {
  const url = await startSink(listener)

  await expect(createSender(url, { timeoutMs: 100 })(event)).rejects.toThrow(UnavailableError)
})

test('an unavailable sink is retried within retryForMs', async () => {
  const answers = [503, 500, 202]
  const url = await startSink((_, res) => res.writeHead(answers.shift() ?? 500).end())

  await createSender(url, { retryForMs: 60_000 })(event)

  expect(answers).toEqual([])
})
