import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { answerHalfClosed, handleRequests } from './early-answers.ts'

/** How long a client may take; Node's own limits let a slow one hold a socket for minutes. */
export const slowClientLimits = {
  headersTimeout: 10_000,
  // The largest upload at 6 Mbit/s: as long as timeoutSeconds of the gateway's Service.
  requestTimeout: 300_000,
  connectionsCheckingInterval: 2_000,
  // Longer than any client of ours keeps an idle connection, so that none is closed under a request.
  keepAliveTimeout: 75_000,
}

/** Host name for the URL of a request without Host, which HTTP/1.0 allows: RFC 6761, section 6.4. */
const hostname = 'no-host.invalid'

/** Aborts on the first SIGTERM or SIGINT. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}

interface App {
  fetch: (request: Request) => Response | Promise<Response>
}

/** A server for an app, which may answer before a request's body has come. */
export function createAppServer({ fetch }: App, limits: typeof slowClientLimits): Server {
  const server = createServer(limits)
  // Its own clean-up leaves a body that was begun unread, and hangs up after 500 ms.
  handleRequests(server, getRequestListener(fetch, { hostname, autoCleanupIncoming: false }))
  return server
}

export interface ServeOptions {
  app: App
  host: string
  port: number
  stopping: AbortSignal
  limits?: typeof slowClientLimits
  /** Whether its clients may be any, and not only those that deliver events. */
  isPublic?: boolean
  /** Called once the last answer is out. */
  close?: () => Promise<void> | void
}

/** Listens, and resolves with the port. After `stopping` it finishes what it has, closes, and lets the process end. */
export async function serve(options: ServeOptions): Promise<number> {
  const { app, host, port, stopping, limits = slowClientLimits, isPublic, close } = options
  const server = createAppServer(app, limits)
  if (isPublic) answerHalfClosed(server)
  // What is answered after the stop would else be kept alive, and hold up the end.
  server.on('request', (request, response) => {
    response.on('finish', () => {
      if (stopping.aborted && request.complete) request.socket.destroySoon()
    })
  })
  await listen(server, host, port)
  const end = async () => {
    await closeServer(server)
    await close?.()
  }
  if (stopping.aborted) void end()
  else stopping.addEventListener('abort', end)
  return (server.address() as AddressInfo).port
}

export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

const betweenLooksMs = 100

/** Takes no more connections and resolves when those that are open have had their answers. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  // A socket that is not read, below a refused body, keeps no process alive: it would end before this settles.
  const looks = setInterval(() => server.closeIdleConnections(), betweenLooksMs)
  await closed
  clearInterval(looks)
}
