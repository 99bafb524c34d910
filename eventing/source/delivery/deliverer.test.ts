import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import type { CloudEvent } from '../../../functions/shared/events/cloudevent.ts'
import { SinkError } from '../../../functions/shared/events/sender.ts'
import { createSlots } from '../slots.ts'
import { deadLetters, deliverer, listening, record } from './deliverer.fixture.ts'

/** A service with these answers in turn, then 204; `ids` are the events received. */
async function answering(...answers: [status: number, headers?: Record<string, string>][]) {
  const ids: unknown[] = []
  const url = await listening((req, res) => {
    ids.push(req.headers['ce-id'])
    const [status, headers = {}] = answers.shift() ?? [204]
    res.writeHead(status, headers).end('why')
  })
  return { url, ids }
}

test('an event is delivered again until it is answered 2xx, and each failure is counted', async () => {
  const { url, ids } = await answering([429], [500])
  const { deliver, counted } = deliverer(url)

  await deliver(record('a'))

  expect(ids).toEqual(['a', 'a', 'a'])
  expect(counted).toEqual([1, 2])
})

test('a permanent failure becomes a dead letter with its reason', async () => {
  const { url } = await answering([422])
  const { letters, deadLetter } = deadLetters()

  await deliverer(url, { deadLetter }).deliver(record('a'))

  expect(letters).toEqual([
    expect.objectContaining({
      id: 'a',
      knativeerrordest: url,
      knativeerrorcode: 422,
      knativeerrordata: Buffer.from('why').toString('base64'),
    }),
  ])
})

test('an event that another reader got is not delivered again', async () => {
  const { url, ids } = await answering([500])
  const readers = [true, false]
  const { deliver, counted } = deliverer(url, { isOurs: () => readers.shift() ?? false })

  await expect(deliver(record('a'))).rejects.toThrow('another reader delivers the record')

  expect([ids, counted]).toEqual([['a'], [1]])
})

test('attempts of an earlier run count', async () => {
  const { url, ids } = await answering([500], [500])
  const { letters, deadLetter } = deadLetters()

  await deliverer(url, { deadLetter }).deliver(record('a', { attempts: 1 }))

  expect(ids).toHaveLength(2)
  expect(letters).toHaveLength(1)
})

test('an event without attempts left before a crash gets exactly one more', async () => {
  const { url, ids } = await answering([500], [500])
  const { letters, deadLetter } = deadLetters()

  await deliverer(url, { deadLetter }).deliver(record('a', { attempts: 3 }))

  expect(ids).toHaveLength(1)
  expect(letters).toHaveLength(1)
})

test('a service that receives nothing costs an event no attempts', async () => {
  const notReceived: [number, Record<string, string>] = [503, { 'retry-after': '0' }]
  const { url, ids } = await answering(...Array.from({ length: 5 }, () => notReceived))
  const { deliver, counted } = deliverer(url)

  await deliver(record('a'))

  expect(ids).toHaveLength(6)
  expect(counted).toEqual([])
})

test('an unavailable dead-letter sink is retried without delivering the event again', async () => {
  const { url, ids } = await answering([500], [500], [500])
  const refusals = [new Error('away'), new Error('away')]
  const letters: CloudEvent[] = []
  const deadLetter = async (event: CloudEvent) => {
    const refusal = refusals.shift()
    if (refusal) throw refusal
    letters.push(event)
  }

  await deliverer(url, { deadLetter }).deliver(record('a'))

  expect(ids).toHaveLength(3)
  expect(letters).toHaveLength(1)
})

test('a dead letter that the sink refuses is dropped', async () => {
  const { url, ids } = await answering([422])
  const letters: CloudEvent[] = []
  const deadLetter = async (event: CloudEvent) => {
    letters.push(event)
    throw new SinkError('The sink answered 400')
  }

  await deliverer(url, { deadLetter }).deliver(record('a'))

  expect(ids).toEqual(['a'])
  expect(letters).toHaveLength(1)
})

test('concurrent deliveries are limited by the slots', async () => {
  const held = new Set<ServerResponse>()
  let most = 0
  const url = await listening((_, res) => {
    held.add(res)
    most = Math.max(most, held.size)
    if (held.size < 3) return
    // Time in which a fourth delivery could arrive.
    setImmediate(() => {
      for (const answer of held) answer.writeHead(204).end()
      held.clear()
    })
  })
  const { deliver } = deliverer(url, { slots: createSlots(3) })

  await Promise.all(Array.from({ length: 30 }, (_, n) => deliver(record(`${n}`))))

  expect(most).toBe(3)
})

test('a record that is no event is dropped, and releases its slot', async () => {
  const slots = createSlots(1)
  const { deliver } = deliverer('http://localhost:0', { slots })

  await deliver(record('a', { key: null, headers: {}, value: null }))

  ;(await slots.acquire())()
})

test('a delivery aborted by the stop does not count as an attempt', async () => {
  const cutOff = new AbortController()
  const url = await listening(() => cutOff.abort())
  const { deliver, counted } = deliverer(url, { cutOff: cutOff.signal })

  await expect(deliver(record('a'))).rejects.toThrow('aborted')

  expect(counted).toEqual([])
})
