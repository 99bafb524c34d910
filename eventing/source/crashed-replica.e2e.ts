import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import type { CloudEvent } from '../../functions/shared/events/cloudevent.ts'
import { drawStubPage, type StubPage } from '../../loadtest/ocr/stub-page.ts'
import { temporaryFolder, until } from '../../loadtest/system/glyphflow.ts'
import { toEventRecord } from '../log/event-record.ts'
import { openSqliteLog } from '../log/sqlite/log.ts'
import { scaledServices } from '../runtime/scaled-service.fixture.ts'
import { type Counts, fromSaved } from './delivery/counts.ts'
import { createDeliverer } from './delivery/deliverer.ts'
import type { Delivery } from './delivery/delivery.ts'
import { createSlots } from './slots.ts'
import { startSource } from './source.ts'

const startScaled = scaledServices()
const ends: (() => unknown)[] = []
afterAll(() => Promise.all(ends.map((end) => end())))
const logger = pino({ level: 'silent' })
const replicas = 4
const delivery: Delivery = {
  ...{ retry: 10, backoffPolicy: 'linear', backoffDelayMs: 1000 },
  timeoutMs: 60_000,
}

function toEvent(id: string, page: StubPage): CloudEvent {
  return {
    ...{ specversion: '1.0', id, source: '/loadtest', type: 'page', documentid: id, pagenumber: 1 },
    data: drawStubPage(page),
  }
}

/**
 * Forwards to a service. With a `deadMs` a 502 answers all requests in flight as well, and those of so many ms, as if
 * an activator handed them all to the replica that is gone. `beside` has the events in flight at each delivery of the
 * poison page.
 */
async function startFront(service: string, deadMs: number) {
  const open = new Set<string>()
  const beside: string[][] = []
  let crash = Promise.withResolvers<number>()
  let deadUntilMs = 0

  async function forward({ method, url = '/', headers }: IncomingMessage, body: Uint8Array) {
    if (performance.now() < deadUntilMs) return 502
    const own = { 'ce-documentid': String(headers['ce-id']), 'ce-pagenumber': '1' }
    const request = method === 'POST' ? { method, body: new Uint8Array(body), headers: own } : {}
    const answered = fetch(new URL(url, service), request).then(({ status }) => {
      if (status === 502 && deadMs > 0) crashed()
      return status
    })
    return Promise.race([answered, crash.promise])
  }

  function crashed() {
    deadUntilMs = performance.now() + deadMs
    crash.resolve(502)
    crash = Promise.withResolvers()
  }

  const server = createServer(async (req, res) => {
    const id = String(req.headers['ce-id'])
    if (id === 'poison') beside.push([...open])
    if (req.method === 'POST') open.add(id)
    const status = await forward(req, await buffer(req))
    open.delete(id)
    res.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, beside }
}

/** Delivers a topic of the embedded log; `counts` has the last saved ones of each event that failed. */
async function startDelivering(url: string, events: CloudEvent[]) {
  const folder = await temporaryFolder()
  const topics = [{ name: 'pages', groups: ['ocr'] }]
  const topicLog = openSqliteLog(join(folder.path, 'log.sqlite'), { topics, logger })
  await Promise.all(events.map((event) => topicLog.append('pages', toEventRecord(event))))
  const { signal: draining } = new AbortController()
  const { signal: cutOff } = new AbortController()
  const shared = { slots: createSlots(replicas * 2), draining, logger }
  const letters: CloudEvent[] = []
  const deadLetter = async (letter: CloudEvent) => void letters.push(letter)
  const deliver = createDeliverer({ ...shared, url, delivery, deadLetter, cutOff })
  const counts = new Map<string, Counts>()
  const source = startSource({
    ...shared,
    subscription: topicLog.subscribe({ topic: 'pages', group: 'ocr', maxOpen: 64 }),
    deliver: (record, options) =>
      deliver(record, {
        ...options,
        async attempted(count) {
          counts.set(String(record.headers.ce_id), fromSaved(count))
          await options.attempted(count)
        },
      }),
  })
  ends.push(async () => {
    await source.close()
    await topicLog.close()
    await folder.remove()
  })
  return { letters, counts, lag: () => topicLog.lag('pages', 'ocr') }
}

test.concurrent.each([
  ['', 0],
  [', even if its crash hits all in flight, and is noticed late', 700],
])('a page that ends its replica each time costs no other page an attempt%s', async (_, deadMs) => {
  const service = await startScaled({
    annotations: { 'min-scale': `${replicas}`, 'max-scale': `${replicas}` },
  })
  await until(async () => service.ready() === replicas)
  const front = await startFront(service.url, deadMs)
  const pages = Array.from({ length: 200 }, (_, n) =>
    toEvent(`${n}`, { kind: 'page', number: 100 }),
  )
  const poison = toEvent('poison', { kind: 'poison', number: 0 })

  const { letters, counts, lag } = await startDelivering(front.url, pages.toSpliced(20, 0, poison))
  // The last of its deliveries waits for 27 s.
  await until(async () => (await lag()) === 0)

  const { visits, kills } = await service.journal()
  const [first, ...later] = front.beside
  const { poison: ofPoison, ...others } = Object.fromEntries(counts)
  const ofOthers = Object.values(others)
  expect(new Set(visits.map(({ documentId }) => documentId))).toEqual(
    new Set(pages.map(({ id }) => id)),
  )
  expect(letters).toEqual([expect.objectContaining({ id: 'poison', knativeerrorcode: 502 })])
  expect(kills).toBe(5)
  expect(first).not.toEqual([])
  expect(later).toEqual([[], [], [], []])
  expect(ofPoison).toEqual({ attempts: 0, unanswered: 5 })
  expect(ofOthers).toEqual(ofOthers.map(() => ({ attempts: 0, unanswered: 1 })))
  if (deadMs > 0) expect(ofOthers).not.toEqual([])
})
