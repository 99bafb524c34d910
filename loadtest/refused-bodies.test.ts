import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createReplicaPool } from '../eventing/runtime/replicas/replica-pool.ts'
import { createActivator } from '../eventing/runtime/scaling/activator.ts'
import { openGateway } from '../functions/gateway/gateway.fixture.ts'
import { answerHalfClosed, handleRequests } from '../functions/shared/http/early-answers.ts'
import { listen, serve } from '../functions/shared/http/serve.ts'
import { type Client, openClient } from './refused-bodies.fixture.ts'

const KiB = 1024
const MiB = 1024 * KiB

const image = 'content-type: image/png'
/** Refusals of requests that can have a body. */
const refusals: [number, string, string[]][] = [
  [413, 'POST /v1/documents', [image]],
  [415, 'POST /v1/documents', ['content-type: application/json']],
  [415, 'POST /v1/documents', []],
  [400, 'POST /v1/documents', ['content-type: multipart/form-data']],
  [403, 'POST /v1/documents', [image, 'origin: http://evil.example']],
  [404, 'POST /nowhere', [image]],
  [405, 'PUT /v1/documents', [image]],
  [421, 'POST /v1/documents', [image, 'host: evil.example']],
]

/** A gateway that accepts images of up to 500 bytes, directly and behind an activator. */
const places: [string, (gatewayPort: number) => Promise<number>][] = [
  ['at the gateway', async (gatewayPort) => gatewayPort],
  ['through the activator', activatorBefore],
]

async function startGateway(): Promise<number> {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const { app } = openGateway({ settings: { MAX_IMAGE_BYTES: 500 } })
  return serve({ app, host: '127.0.0.1', port: 0, stopping: stop.signal, isPublic: true })
}

async function activatorBefore(port: number): Promise<number> {
  const pool = createReplicaPool(0)
  pool.add({ port, healthy: async () => {} })
  const logger = pino({ level: 'silent' })
  const deps = { pool, onRequest: () => () => {}, timeoutMs: 60_000, holdMs: 1000, logger: logger }
  const server: Server = createServer()
  handleRequests(server, createActivator(deps))
  answerHalfClosed(server)
  await listen(server, '127.0.0.1', 0)
  onTestFinished(() => void server.close().closeAllConnections())
  return (server.address() as AddressInfo).port
}

const pieceBytes = 256 * KiB
type Sends = (client: Client, bytes: number) => Promise<number | null>

/** How a client sends a body of `bytes`, and when it reads the status. */
const clients: [string, string[], Sends][] = [
  [
    'writes before it reads',
    [],
    async (client, bytes) => {
      await client.body(bytes, pieceBytes)
      return client.status()
    },
  ],
  [
    'writes before it reads, with Connection: close',
    ['connection: close'],
    async (client, bytes) => {
      await client.body(bytes, pieceBytes)
      return client.status()
    },
  ],
  [
    'writes in small pieces',
    [],
    async (client, bytes) => {
      await client.body(bytes, bytes / 64, turn)
      return client.status()
    },
  ],
  [
    'reads while it writes, and stops at the response',
    [],
    async (client, bytes) => {
      const status = client.status()
      await Promise.race([status, client.body(bytes, pieceBytes, turn)])
      await status
      client.close()
      return status
    },
  ],
  [
    'half-closes before it reads',
    [],
    async (client, bytes) => {
      await client.body(bytes, pieceBytes)
      client.endWriting()
      return client.status()
    },
  ],
]

describe.each(places)('%s', (_, portOf) => {
  test.each(
    clients.flatMap(([name, headers, sends]) =>
      [KiB, MiB, 20 * MiB].map((bytes) => ({ name, headers, sends, bytes })),
    ),
  )(
    'a client that $name gets the status for $bytes refused bytes',
    async ({ headers, sends, bytes }) => {
      const port = await portOf(await startGateway())

      for (const [expected, request, own] of refusals) {
        const client = openClient(port)
        await client.head(request, [...withHost(own), ...headers, `content-length: ${bytes}`])
        const status = await sends(client, bytes)
        const next = await healthOf(openClient(port))

        expect([request, own, status, next]).toEqual([request, own, expected, 200])
        client.close()
      }
    },
  )

  test('a refusal with Expect comes before the body', async () => {
    const port = await portOf(await startGateway())

    for (const [expected, request, headers] of refusals.filter(([, , own]) => own.length > 0)) {
      const client = openClient(port)
      const expect100 = ['expect: 100-continue', `content-length: ${MiB}`]
      await client.head(request, [...withHost(headers), ...expect100])

      expect([request, headers, await client.status()]).toEqual([request, headers, expected])
      client.close()
    }
  })

  test('an acceptable body with Expect gets 100 Continue', async () => {
    const client = openClient(await portOf(await startGateway()))
    const headers = ['host: localhost', image, 'expect: 100-continue', 'content-length: 400']

    await client.head('POST /v1/documents', headers)
    const first = await client.status()
    await client.body(400, 400)
    const second = await client.status()

    expect([first, second, await healthOf(client)]).toEqual([100, 415, 200])
  })
})

test.each(refusals)(
  '200 MiB are refused with status %d (%s %s)',
  async (expected, request, headers) => {
    const client = openClient(await activatorBefore(await startGateway()))
    const bytes = 200 * MiB

    await client.head(request, [...withHost(headers), `content-length: ${bytes}`])
    await client.body(bytes, MiB)

    expect([await client.status(), await healthOf(client)]).toEqual([expected, 200])
  },
)

const withHost = (headers: string[]) =>
  headers.some((line) => line.startsWith('host:')) ? headers : ['host: localhost', ...headers]

async function healthOf(client: Client): Promise<number | null> {
  await client.head('GET /healthz', ['host: localhost'])
  return client.status()
}
