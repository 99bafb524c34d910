import { pino } from 'pino'
import { expect, test } from 'vitest'
import {
  deadLetters,
  deliverer,
  listening,
  notAccepting,
  record,
  refusing,
} from './deliverer.fixture.ts'

const delivery = { retry: 1, backoffPolicy: 'linear', backoffDelayMs: 1, timeoutMs: 50 } as const

test.each([
  ['refused', refusing],
  ['not accepted in time', notAccepting],
])('a connection that is %s costs an event no attempts', async (_, address) => {
  const draining = new AbortController()
  const answers = [() => draining.abort(), () => {}, () => {}]
  const logger = pino({ level: 'info' }, { write: () => answers.pop()?.() })
  const deps = { draining: draining.signal, delivery, logger }
  const { deliver, counted } = deliverer(await address(), deps)

  await expect(deliver(record('a'))).rejects.toThrow('aborted')

  expect(answers).toEqual([])
  expect(counted).toEqual([])
})

test('a service that never answers costs an attempt', async () => {
  const url = await listening(() => {})
  const { letters, deadLetter } = deadLetters()
  const { deliver, counted } = deliverer(url, { deadLetter, delivery })

  await deliver(record('a'))

  expect(counted).toEqual([1, 2])
  expect(letters[0]).toMatchObject({ id: 'a', knativeerrorcode: 500 })
})

test('an answer with a truncated body is an answer', async () => {
  const url = await listening((_, res) => {
    res.writeHead(200, { 'content-length': 100 }).write('half')
    res.socket?.end()
  })
  const { deliver, counted } = deliverer(url)

  await deliver(record('a'))

  expect(counted).toEqual([])
})

test('an answer with an endless body is an answer after the timeout', async () => {
  const url = await listening((_, res) => {
    res.writeHead(200)
    const timer = setInterval(() => res.write('.'), 10)
    res.once('close', () => clearInterval(timer))
  })
  const { deliver, counted } = deliverer(url, { delivery })

  await deliver(record('a'))

  expect(counted).toEqual([])
})

test.each([
  { status: 200, attempts: [] },
  { status: 500, attempts: [1, 2] },
])('$status is an answer even if its body never ends', async ({ status, attempts }) => {
  const url = await listening((_, res) => void res.writeHead(status).write('half'))
  const { letters, deadLetter } = deadLetters()
  const { deliver, counted } = deliverer(url, { deadLetter, delivery })

  await deliver(record('a'))

  expect(counted).toEqual(attempts)
  expect(letters.map(({ knativeerrordata }) => atob(String(knativeerrordata)))).toEqual(
    attempts.slice(1).map(() => 'half'),
  )
})

test('only the start of a long answer is read', async () => {
  const url = await listening((_, res) => {
    const writeMore = () =>
      void (res.destroyed || res.write('why '.repeat(1000), () => writeMore()))
    res.writeHead(422)
    writeMore()
  })
  const { letters, deadLetter } = deadLetters()

  await deliverer(url, { deadLetter }).deliver(record('a'))

  expect(atob(String(letters[0]?.knativeerrordata))).toBe('why '.repeat(256))
})
