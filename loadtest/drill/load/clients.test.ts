import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../../functions/shared/http/serve.ts'
import { runClients, type Upload, upload } from './clients.ts'
import type { Note } from './notes.ts'

/** A gateway with a fixed response, its address, and the idempotency keys that it received. */
async function startGateway(status: number, body: unknown) {
  const keys: unknown[] = []
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key'])
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await listen(server, '127.0.0.1', 0)
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys }
}

const pages = [{ image: new Uint8Array([1]), expected: { text: 'page 1' } }]
const giveUp = new AbortController().signal

test('an unanswered upload is retried at the next gateway, with the same key', async () => {
  const away = await startGateway(503, {})
  const there = await startGateway(202, { id: 'A', status: 'queued', pageCount: 1 })
  const notes: Note[] = []

  await upload(
    { key: 'a.png', retries: true, pages },
    { urls: [away.url, there.url], note: (note) => void notes.push(note), giveUp },
  )

  expect([away.keys, there.keys]).toEqual([['a.png'], ['a.png']])
  expect(notes.at(-1)).toMatchObject({ note: 'acknowledged', id: 'A', attempts: 2 })
})

test('a client without retries makes one attempt', async () => {
  const away = await startGateway(503, {})
  const notes: Note[] = []

  await upload(
    { key: 'a.png', retries: false, pages },
    { urls: [away.url], note: (note) => void notes.push(note), giveUp },
  )

  expect(away.keys).toEqual([undefined])
  expect(notes.map(({ note }) => note)).toEqual(['attempted'])
})

test('uploads that were given up or never started are reported', async () => {
  const away = await startGateway(503, {})
  const stop = new AbortController()
  const attempted: string[] = []
  const client = {
    urls: [away.url],
    note(note: Note) {
      attempted.push(note.key)
      stop.abort()
    },
  }
  const uploads: Upload[] = ['a.png', 'b.png'].map((key) => ({ key, retries: true, pages }))

  const givenUp = await runClients(uploads, 0, [client], stop.signal)

  expect(attempted).toEqual(['a.png'])
  expect(givenUp).toEqual(['a.png', 'b.png'])
})

test('uploads with an answer, or without retries, are not given up', async () => {
  const there = await startGateway(202, { id: 'A', status: 'queued', pageCount: 1 })
  const away = await startGateway(503, {})
  const run = (url: string, retries: boolean) =>
    runClients([{ key: 'a.png', retries, pages }], 0, [{ urls: [url], note: () => {} }], giveUp)

  expect([await run(there.url, true), await run(away.url, false)]).toEqual([[], []])
})
