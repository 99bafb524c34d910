import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createReplicaPool } from '../replicas/replica-pool.ts'
import { createActivator } from './activator.ts'

async function listening(handler: RequestListener): Promise<number> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => server.close().closeAllConnections())
  return (server.address() as AddressInfo).port
}

test.each([
  [{}, '127.0.0.1'],
  [{ 'x-forwarded-for': '192.0.2.1, 192.0.2.2' }, '192.0.2.1, 192.0.2.2, 127.0.0.1'],
])('the caller’s address is appended to X-Forwarded-For: %j', async (headers, expected) => {
  const pool = createReplicaPool(0)
  const replica = await listening((req, res) => res.end(req.headers['x-forwarded-for']))
  pool.add({ port: replica, healthy: () => Promise.reject(new Error('ended')) })
  const logger = pino({ level: 'silent' })
  const limits = { timeoutMs: 5000, holdMs: 5000 }
  const port = await listening(
    createActivator({ pool, onRequest: () => () => {}, ...limits, logger }),
  )

  const response = await fetch(`http://127.0.0.1:${port}/`, { headers })

  expect(await response.text()).toBe(expected)
})
