import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from './serve.ts'

const fixture = fileURLToPath(new URL('./refusing-server.fixture.ts', import.meta.url))

test('a stopped process closes its resources, although a rejected body was left unread', async () => {
  const child = spawn(process.execPath, [fixture], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const port = Number((await lines.next()).value)
  const client = connect(port, '127.0.0.1').on('error', () => {})
  client.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30000000\r\n\r\n')
  client.write(Buffer.alloc(2_000_000))
  await once(client, 'data')
  const ended = once(child, 'exit')

  child.kill('SIGTERM')

  expect((await lines.next()).value).toBe('closed')
  expect(await ended).toEqual([0, null])
})

test('a server that is stopped before it listens closes at once', async () => {
  const closed = Promise.withResolvers<void>()
  const app = { fetch: () => new Response() }

  const port = await serve({
    ...{ app, host: '127.0.0.1', port: 0, stopping: AbortSignal.abort() },
    close: closed.resolve,
  })

  expect(port).toBeGreaterThan(0)
  await closed.promise
})
