import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { type DrainLimits, handleRequests } from './early-answers.ts'
import { createAppServer, listen, serve, slowClientLimits } from './serve.ts'

const MiB = 1024 * 1024
const patient = { maxBytes: 1024 * MiB, maxMs: 60_000, maxMsAfterClose: 60_000 }

/** Port of a server, and the paths of the requests that reached its listener. */
async function startServer(listener: RequestListener, limits: Partial<DrainLimits> = {}) {
  const paths: string[] = []
  const server = createServer()
  const recording: RequestListener = (req, res) => {
    paths.push(req.url ?? '')
    listener(req, res)
  }
  handleRequests(server, recording, { ...patient, ...limits })
  await listen(server, '127.0.0.1', 0)
  onTestFinished(() => void server.close().closeAllConnections())
  return { port: (server.address() as AddressInfo).port, paths }
}

const refuse: RequestListener = (_, res) => {
  res.writeHead(403, { 'content-length': 2 }).end('no')
}

function open(port: number, ...lines: string[]): Socket {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  onTestFinished(() => void socket.destroy())
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  return socket
}

/** Everything received until the server closes the connection. */
async function answersOf(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  // Not once(): a failed write does not matter here.
  await new Promise((resolve) => socket.once('close', resolve))
  return text
}

test('an unread body is discarded up to maxBytes', async () => {
  const { port } = await startServer(refuse, { maxBytes: 10 * MiB })
  const socket = open(port, 'POST / HTTP/1.1', 'Host: x', `Content-Length: ${2 ** 40}`)
  const piece = new Uint8Array(MiB)
  const write = () => {
    while (socket.writable && socket.write(piece)) {}
  }
  socket.on('drain', write)

  write()
  const answers = await answersOf(socket)

  expect(answers).toMatch(/^HTTP\/1.1 403 /)
})

test('a missing body is awaited for maxMs', async () => {
  const { port } = await startServer(refuse, { maxMs: 10 })

  const answers = await answersOf(
    open(port, 'POST / HTTP/1.1', 'Host: x', 'Content-Length: 9', '', '123'),
  )

  expect(answers).toMatch(/^HTTP\/1.1 403 /)
})

test('a request after a last response is not handled', async () => {
  const { port, paths } = await startServer(refuse)
  const expecting = ['Expect: 100-continue', 'Content-Length: 10']
  const socket = open(port, 'POST /refused HTTP/1.1', 'Host: x', ...expecting)
  await once(socket, 'data')

  socket.write('0123456789DELETE /after HTTP/1.1\r\nHost: x\r\n\r\n')
  await answersOf(socket)

  expect(paths).toEqual(['/refused'])
})

test.each<[string, RequestListener]>([
  ['sends Connection: close', (_, res) => res.writeHead(413, { connection: 'close' }).end('no')],
  [
    'has no length',
    (_, res) => {
      res.writeHead(413).write('n')
      res.end('o')
    },
  ],
])('a last response that %s ends the connection after the body', async (_, listener) => {
  const { port } = await startServer(listener)
  const head = ['Host: x', 'Connection: keep-alive', 'Content-Length: 4']
  const socket = open(port, 'POST / HTTP/1.0', ...head)

  socket.write('body')

  expect(await answersOf(socket)).toMatch(/^HTTP\/1.1 413 /)
})

test('an early response reaches a client that writes before it reads', async () => {
  const app = new Hono().post('/', (c) => c.text('no', 404))
  const server = createAppServer(app, slowClientLimits)
  await listen(server, '127.0.0.1', 0)
  onTestFinished(() => void server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  const head = ['Host: x', 'Connection: close', `Content-Length: ${30 * MiB}`]
  const socket = open(port, 'POST / HTTP/1.1', ...head).pause()

  await new Promise((resolve) => socket.write(new Uint8Array(30 * MiB), resolve))

  expect(await answersOf(socket.resume())).toMatch(/^HTTP\/1.1 404 /)
})

test('a rejection reaches the client while the server is stopping', async () => {
  const stop = new AbortController()
  const closed = Promise.withResolvers<void>()
  const app = new Hono().post('/', async (c) => {
    stop.abort()
    return c.text('no', 413)
  })
  const place = { host: '127.0.0.1', port: 0 }
  const port = await serve({ app, ...place, stopping: stop.signal, close: closed.resolve })
  const socket = open(port, 'POST / HTTP/1.1', 'Host: x', `Content-Length: ${20 * MiB}`).pause()

  await new Promise((resolve) => socket.write(new Uint8Array(20 * MiB), resolve))

  expect(await answersOf(socket.resume())).toMatch(/^HTTP\/1.1 413 /)
  await closed.promise
})
