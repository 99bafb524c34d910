import { expect, test } from 'vitest'
import { healthRoutes } from './health.ts'

test('a process that takes no requests is alive, and not ready for a reason', async () => {
  const app = healthRoutes(() => 'Kafka is not connected')

  const [alive, ready] = [await app.request('/healthz'), await app.request('/readyz')]

  expect([alive.status, ready.status]).toEqual([200, 503])
  expect(await ready.text()).toBe('Kafka is not connected')
})

test('a process that takes requests is ready', async () => {
  expect((await healthRoutes().request('/readyz')).status).toBe(200)
})
