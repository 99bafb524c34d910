import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { answerHalfClosed, handleRequests } from './early-answers.ts'

/** Timeouts of clients; Node's defaults let a slow client hold a socket for minutes. */
export const slowClientLimits = {
  headersTimeout: 10_000,
  // The largest upload at 6 Mbit/s; equal to timeoutSeconds of the gateway's Service.
  requestTimeout: 300_000,
  connectionsCheckingInterval: 2_000,
  // Longer than our clients keep an idle connection, so that none is closed during a request.
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

/** Server for an app, which may respond before a request's body has arrived. */
export function createAppServer({ fetch }: App, limits: typeof slowClientLimits): Server {
  const server = createServer(limits)
  // The library's own clean-up leaves a partly read body unread, and closes the connection after 500 ms.
  handleRequests(server, getRequestListener(fetch, { hostname, autoCleanupIncoming: false }))
  return server
}

export interface ServeOptions {
  app: App
  host: string
  port: number
  stopping: AbortSignal
  limits?: typeof slowClientLimits
  /** Whether clients other than event sources may connect. */
  isPublic?: boolean
  /** Called after the last response. */
  close?: () => Promise<void> | void
}

/** Listens, and resolves with the port. On `stopping`, finishes open requests, closes, and lets the process end. */
export async function serve(options: ServeOptions): Promise<number> {
  const { app, host, port, stopping, limits = slowClientLimits, isPublic, close } = options
  const server = createAppServer(app, limits)
  if (isPublic) answerHalfClosed(server)
  // Otherwise a connection with a response after the stop stays alive and delays the exit.
  server.on('request', (request, response) => {
    response.on('finish', () => {
      if (stopping.aborted && request.complete) request.socket.destroySoon()
    })
  })
  await listen(server, host, port)
  // None any more after a stop.
  const address = server.address() as AddressInfo
  const end = async () => {
    await closeServer(server)
    await close?.()
  }
  if (stopping.aborted) void end()
  else stopping.addEventListener('abort', end)
  return address.port
}

export async function listen(server: Server, host: string, port: number): Promise<void> {
  await once(server.listen(port, host), 'listening')
}

/** Address of a listening server. */
export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

const checkIntervalMs = 100

/** Stops accepting connections, and resolves when all open requests have their responses. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  // The interval keeps the process alive: a paused socket with a rejected body does not.
  const timer = setInterval(() => server.closeIdleConnections(), checkIntervalMs)
  await closed
  clearInterval(timer)
}
