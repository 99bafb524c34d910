import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { toHttp } from '../shared/events/cloudevent.ts'
import { pageWithData } from './page.fixture.ts'

const picture = sharp({ create: { width: 30, height: 10, channels: 3, background: '#fff' } })
const page = pageWithData(await picture.png().toBuffer())

/** Sink that records the data of events. */
async function openSink() {
  const received: unknown[] = []
  const server = createServer(async (request, response) => {
    received.push(JSON.parse(`${await buffer(request)}`))
    response.writeHead(202).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
}

test('a page that does not stop is reported as a timeout, and its process is killed', async () => {
  const sink = await openSink()
  const fixture = fileURLToPath(import.meta.resolve('./serve-pages.fixture.ts'))
  const child = fork(fixture, { execArgv: [], env: { ...process.env, K_SINK: sink.url } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  const [port] = await once(child, 'message')

  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    ...toHttp(page),
  })

  expect(response.status).toBe(204)
  expect(sink.received).toMatchObject([{ code: 'timeout' }])
  expect((await ended)[1]).toBe('SIGKILL')
})
