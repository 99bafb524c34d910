import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { functionHeader } from '../../../functions/shared/events/function-header.ts'
import { createSlots } from '../slots.ts'
import { deadLetters, deliverer, listening, record } from './deliverer.fixture.ts'

const ofFunction = { [functionHeader]: 'f' }

/** A healthy service with these answers in turn, then 204; `cut` for a connection that ends without one. */
async function answering(...answers: (number | 'cut' | [number, Record<string, string>])[]) {
  return listening((req, res) => {
    if (req.url === '/healthz') return res.end('ok')
    const answer = answers.shift() ?? 204
    if (answer === 'cut') return req.socket.destroy()
    const [status, headers = {}] = [answer].flat() as [number, Record<string, string>?]
    res.writeHead(status, headers).end('why')
  })
}

/** Slots that note which deliveries are to be alone. */
function notedSlots() {
  const slots = createSlots(1)
  const alone: boolean[] = []
  return {
    ...slots,
    alone,
    acquire(options = { alone: false }) {
      alone.push(options.alone)
      return slots.acquire(options)
    },
  }
}

test('five deliveries without an answer of the function make a dead letter, and no attempt', async () => {
  const url = await answering(502, 'cut', 503, 'cut', 502)
  const { letters, deadLetter } = deadLetters()
  const { deliver, counted, pauses } = deliverer(url, { deadLetter })

  await deliver(record('a'))

  expect(counted).toEqual([1, 2, 3, 4, 5].map((unanswered) => unanswered * 1_000_000))
  expect(pauses).toEqual([1000, 3000, 9000, 27_000])
  expect(letters).toEqual([expect.objectContaining({ id: 'a', knativeerrorcode: 502 })])
})

test('a 502 and a 503 of the function are attempts', async () => {
  const url = await answering([502, ofFunction], [503, ofFunction])
  const { deliver, counted } = deliverer(url)

  await deliver(record('a'))

  expect(counted).toEqual([1, 2])
})

test('unanswered deliveries of an earlier run count', async () => {
  const url = await answering('cut', 'cut', 'cut')
  const { letters, deadLetter } = deadLetters()
  const { deliver, counted } = deliverer(url, { deadLetter })

  await deliver(record('a', { attempts: 3_000_002 }))

  expect(counted).toEqual([4_000_002, 5_000_002])
  expect(letters).toHaveLength(1)
})

describe('a delivery is alone', () => {
  test.each<[string, Parameters<typeof answering>, boolean[]]>([
    ['never, without a crash', [500], [false, false]],
    ['after each unanswered one', ['cut', 502], [false, true, true]],
    ['only after an unanswered one', ['cut', [500, ofFunction]], [false, true, false]],
    [
      'still, if the service did not take it',
      ['cut', [503, { 'retry-after': '0' }], [401, ofFunction]],
      [false, true, true, true],
    ],
    ['not for 503 with Retry-After alone', [[503, { 'retry-after': '0' }]], [false, false]],
  ])('%s', async (_, answers, expected) => {
    const slots = notedSlots()
    const { deliver } = deliverer(await answering(...answers), { slots })

    await deliver(record('a'))

    expect(slots.alone).toEqual(expected)
  })

  test('at once, if the last one of an earlier run was unanswered', async () => {
    const slots = notedSlots()
    const { deliver } = deliverer(await answering(), { slots })

    await deliver(record('a', { attempts: 1_000_000 }))

    expect(slots.alone).toEqual([false, true])
  })
})

test('what ends its replica ends no other event’s delivery after its first', async () => {
  const open = new Set<string>()
  const besidePoison: string[][] = []
  const url = await listening(async (req, res) => {
    if (req.url === '/healthz') return res.end('ok')
    const id = String(req.headers['ce-id'])
    open.add(id)
    await pause(id === 'poison' ? 5 : 20)
    if (id === 'poison') {
      besidePoison.push([...open].filter((each) => each !== id))
      req.socket.destroy()
    } else {
      res.writeHead(204).end()
    }
    open.delete(id)
  })
  const { letters, deadLetter } = deadLetters()
  const { deliver } = deliverer(url, { deadLetter, slots: createSlots(4) })

  const deliverMore = async (name: string) => {
    for (let n = 0; letters.length === 0; n += 1) await deliver(record(`${name}${n}`))
  }
  const others = ['a', 'b', 'c'].map(deliverMore)
  await Promise.all([...others, deliver(record('poison'))])

  const [first, ...later] = besidePoison
  expect(first).not.toEqual([])
  expect(later).toEqual([[], [], [], []])
  expect(letters.map(({ id }) => id)).toEqual(['poison'])
})

test('after an unanswered delivery none begins until the service answers', async () => {
  let checks = 0
  const seen: string[] = []
  const url = await listening((req, res) => {
    const id = String(req.headers['ce-id'] ?? 'check')
    if (id === 'check') checks += 1
    seen.push(id)
    res.writeHead(seen.length === 1 || (id === 'check' && checks < 4) ? 502 : 204).end()
  })
  const { deliver, counted, pauses } = deliverer(url, { slots: createSlots(1) })

  await Promise.all(['a', 'b', 'c'].map((id) => deliver(record(id))))

  expect(seen).toEqual(['a', 'check', 'check', 'check', 'check', 'b', 'c', 'a'])
  expect(counted).toEqual([1_000_000])
  expect(pauses.toSorted((a, b) => a - b)).toEqual([500, 500, 500, 1000])
})

test('a stop ends the wait for the service’s answer', async () => {
  const draining = new AbortController()
  const url = await listening((req, res) => {
    if (req.url === '/healthz') draining.abort()
    else res.writeHead(502).end()
  })
  const { deliver } = deliverer(url, { draining: draining.signal })

  const results = await Promise.allSettled(['a', 'b'].map((id) => deliver(record(id))))

  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('a stop ends the wait for a lone delivery, and releases its slot', async () => {
  const draining = new AbortController()
  const slots = createSlots(2)
  const { deliver } = deliverer(await answering(), { slots, draining: draining.signal })
  const release = await slots.acquire()
  const delivered = deliver(record('a', { attempts: 1_000_000 }))
  await new Promise(setImmediate)

  draining.abort()
  release()

  await expect(delivered).rejects.toThrow('aborted')
  ;(await slots.acquire({ alone: true }))()
})
