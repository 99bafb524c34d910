import { pino } from 'pino'
import { expect, test } from 'vitest'
import { listening, refusing } from './delivery/deliverer.fixture.ts'
import { createWaker } from './wake.ts'

/** A waker with a clock, and the requests that its service got. */
async function wakerOf({ url = '' } = {}) {
  const requests: string[] = []
  const target =
    url ||
    (await listening((request, response) => {
      requests.push(`${request.method} ${request.url} ${request.headers.authorization}`)
      response.end('ok')
    }))
  const clock = { ms: 0 }
  const wake = createWaker({
    ...{ url: target, token: 'abc', now: () => clock.ms },
    ...{ stopping: new AbortController().signal, logger: pino({ level: 'silent' }) },
  })
  return { requests, clock, wake }
}

test('a service gets one request for its health', async () => {
  const { requests, wake } = await wakerOf()

  wake()

  await expect.poll(() => requests).toEqual(['GET /healthz Bearer abc'])
})

test('it is woken again only after the time that it stays awake', async () => {
  const { requests, clock, wake } = await wakerOf()

  for (const ms of [0, 1, 2999, 3000]) {
    clock.ms = ms
    wake()
  }

  await expect.poll(() => requests.length).toBe(2)
  wake()
  expect(requests.length).toBe(2)
})

test('a service that cannot be reached is no error', async () => {
  const { wake } = await wakerOf({ url: await refusing() })

  expect(wake).not.toThrow()
})
