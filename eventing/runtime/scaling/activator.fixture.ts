import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { Tracer } from '../../../functions/shared/telemetry/spans.ts'
import { createReplicaPool, type Replica } from '../replicas/replica-pool.ts'
import { createActivator } from './activator.ts'

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Port of a server, which ends with the test. */
export async function listening(handler: RequestListener, port = 0): Promise<number> {
  const server = createServer(handler)
  onTestFinished(() => server.close().closeAllConnections())
  return listen(server, port)
}

/** A port that refuses connections. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  const port = await listen(server, 0)
  server.close()
  return port
}

/** Health check of a replica that has ended, unless overridden. */
export const replicaAt = (
  port: number,
  healthy: Replica['healthy'] = async () => Promise.reject(new Error('ended')),
) => ({ port, healthy })

export async function activated(
  options: { concurrency?: number; timeoutMs?: number; holdMs?: number; tracer?: Tracer } = {},
) {
  const { timeoutMs = 5000, holdMs = 5000, tracer } = options
  const logger = pino({ level: 'silent' })
  const pool = createReplicaPool(options.concurrency ?? 0)
  const port = await listening(
    createActivator({ pool, onRequest: () => () => {}, timeoutMs, holdMs, tracer, logger }),
  )
  return { pool, port, url: `http://127.0.0.1:${port}` }
}

export const echo: RequestListener = (req, res) => {
  res.writeHead(201, { 'x-method': req.method ?? '', 'x-path': req.url ?? '' })
  req.pipe(res)
}
