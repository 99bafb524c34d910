import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import type { CloudEvent } from '../../functions/shared/cloudevent.ts'
import { toKafka } from '../../functions/shared/cloudevent.ts'
import type { Subscription, TopicRecord } from '../log/topic-log.ts'
import { createDeliverer, type DelivererDeps } from './deliverer.ts'
import { createSlots } from './slots.ts'
import { startSource } from './source.ts'

const log = pino({ level: 'silent' })
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function listening(handler: RequestListener): Promise<string> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function record(id: string): TopicRecord {
  const event: CloudEvent = { specversion: '1.0', id, source: '/test', type: 'test' }
  return { partition: 0, offset: 0, ...toKafka(event) }
}

function deliverer(url: string, deps: Partial<DelivererDeps> = {}) {
  const slots = deps.slots ?? createSlots(10)
  const deliver = createDeliverer({
    url,
    delivery: { retry: 2, backoffPolicy: 'linear', backoffDelayMs: 1, timeoutMs: 5000 },
    deadLetter: null,
    slots,
    draining: new AbortController().signal,
    cutOff: new AbortController().signal,
    log,
    ...deps,
  })
  return async (record: TopicRecord) => deliver(record, await slots.acquire())
}

test('an event is tried again until it is answered 2xx', async () => {
  const answers = [503, 500, 204]
  const ids: unknown[] = []
  const url = await listening((req, res) => {
    ids.push(req.headers['ce-id'])
    res.writeHead(answers.shift() ?? 500).end()
  })

  await deliverer(url)(record('a'))

  expect(ids).toEqual(['a', 'a', 'a'])
})

test('an event that is given up says in the dead letters where, how and why', async () => {
  const url = await listening((_, res) => res.writeHead(422).end('no page'))
  const letters: CloudEvent[] = []
  const deadLetter = async (event: CloudEvent) => void letters.push(event)

  await deliverer(url, { deadLetter })(record('a'))

  expect(letters).toEqual([
    expect.objectContaining({
      id: 'a',
      knativeerrordest: url,
      knativeerrorcode: 422,
      knativeerrordata: Buffer.from('no page').toString('base64'),
    }),
  ])
})

test('retries that are used up end in the dead letters, once the sink takes them', async () => {
  let attempts = 0
  const url = await listening((_, res) => {
    attempts += 1
    res.writeHead(500).end()
  })
  const refusals = [new Error('away'), new Error('away')]
  const letters: CloudEvent[] = []
  const deadLetter = async (event: CloudEvent) => {
    const refusal = refusals.shift()
    if (refusal) throw refusal
    letters.push(event)
  }

  await deliverer(url, { deadLetter })(record('a'))

  expect(attempts).toBe(3)
  expect(letters).toHaveLength(1)
})

test('never more deliveries are under way than there are slots', async () => {
  const held = new Set<ServerResponse>()
  let most = 0
  const url = await listening((_, res) => {
    held.add(res)
    most = Math.max(most, held.size)
    if (held.size < 3) return
    // A fourth one would have the time to come.
    setImmediate(() => {
      for (const answer of held) answer.writeHead(204).end()
      held.clear()
    })
  })
  const deliver = deliverer(url, { slots: createSlots(3) })

  await Promise.all(Array.from({ length: 30 }, (_, n) => deliver(record(`${n}`))))

  expect(most).toBe(3)
})

test('a record that is no event is dropped, and gives its slot back', async () => {
  const slots = createSlots(1)
  const deliver = deliverer('http://localhost:0', { slots })

  await deliver({ partition: 0, offset: 0, key: null, headers: {}, value: null })

  ;(await slots.acquire())()
})

/** A source of two records, one of which is never delivered. */
async function stuckOnOne(slotCount: number) {
  const url = await listening((req, res) =>
    res.writeHead(req.headers['ce-id'] === 'bad' ? 500 : 204).end(),
  )
  const stop = new AbortController()
  const slots = createSlots(slotCount)
  const finished: string[] = []
  const deliver = createDeliverer({
    url,
    delivery: { retry: 99, backoffPolicy: 'linear', backoffDelayMs: 60_000, timeoutMs: 5000 },
    deadLetter: null,
    slots,
    draining: stop.signal,
    cutOff: new AbortController().signal,
    log,
  })
  const source = startSource({
    subscription: subscriptionOf([record('bad'), record('good')], ({ headers }) =>
      finished.push(headers.ce_id ?? ''),
    ),
    deliver,
    slots,
    maxOpen: 10,
    draining: stop.signal,
    log,
  })
  return { source, stop, finished }
}

test('a record that cannot be delivered now does not hold back the others', async () => {
  const { source, stop, finished } = await stuckOnOne(1)

  await expect.poll(() => finished).toEqual(['good'])

  stop.abort()
  await source.close()
})

test('a source that is stopped leaves what was not delivered unfinished', async () => {
  const { source, stop, finished } = await stuckOnOne(1)
  await expect.poll(() => finished).toEqual(['good'])

  stop.abort()
  await source.close()

  expect(finished).toEqual(['good'])
})

/** Hands out the records once, then waits. */
function subscriptionOf(records: TopicRecord[], onFinish: (record: TopicRecord) => void) {
  const ended = Promise.withResolvers<null>()
  const subscription: Subscription = {
    take: async () => records.shift() ?? ended.promise,
    finish: async (record) => onFinish(record),
    close: async () => ended.resolve(null),
  }
  return subscription
}
