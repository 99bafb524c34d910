import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { Subscription, TakenRecord } from '../log/topic-log.ts'
import { listening, record } from './delivery/deliverer.fixture.ts'
import { createDeliverer } from './delivery/deliverer.ts'
import type { Delivery } from './delivery/delivery.ts'
import { createSlots } from './slots.ts'
import { startSource } from './source.ts'

const logger = pino({ level: 'silent' })
const slowRetry: Delivery = {
  retry: 99,
  backoffPolicy: 'linear',
  backoffDelayMs: 60_000,
  timeoutMs: 5000,
}

/** Hands out the records once, then waits; records the calls. */
function subscriptionOf(records: TakenRecord[], refusals: Error[] = []) {
  const ended = Promise.withResolvers<null>()
  const calls: { finished: number[]; attempts: [number, number][] } = { finished: [], attempts: [] }
  const subscription: Subscription = {
    take: async () => records.shift() ?? ended.promise,
    finish: async ({ offset }) => {
      const refusal = refusals.shift()
      if (refusal) throw refusal
      calls.finished.push(offset)
    },
    attempted: async ({ offset }, attempts) => {
      calls.attempts.push([offset, attempts])
      throw new Error('the disk is full')
    },
    owns: () => true,
    stop: () => ended.resolve(null),
    close: async () => {},
  }
  return { subscription, calls }
}

/** A source with one slot and two records, the first of which is never delivered. */
async function sourceWithStuckRecord(refusals: Error[] = []) {
  const url = await listening((req, res) =>
    res.writeHead(req.headers['ce-id'] === 'bad' ? 500 : 204).end(),
  )
  const stop = new AbortController()
  const shared = { slots: createSlots(1), draining: stop.signal, logger }
  const { signal: cutOff } = new AbortController()
  const records = [record('bad'), record('good', { offset: 1 })]
  const { subscription, calls } = subscriptionOf(records, refusals)
  const deliver = createDeliverer({ url, delivery: slowRetry, deadLetter: null, cutOff, ...shared })
  const source = startSource({ subscription, deliver, ...shared })
  return { source, stop: () => stop.abort(), calls }
}

test('a record waiting for a retry does not block others', async () => {
  const { source, stop, calls } = await sourceWithStuckRecord()

  await expect.poll(() => calls.finished).toEqual([1])

  stop()
  await source.close()
})

test('a stopped source leaves undelivered records unfinished', async () => {
  const { source, stop, calls } = await sourceWithStuckRecord()
  await expect.poll(() => calls.finished).toEqual([1])

  stop()
  await source.close()

  expect(calls.finished).toEqual([1])
})

test('attempts are saved, and a failed save is no error', async () => {
  const { source, stop, calls } = await sourceWithStuckRecord()

  await expect.poll(() => calls).toEqual({ finished: [1], attempts: [[0, 1]] })

  stop()
  await source.close()
})

test('a failed finish is retried without delivering the event again', async () => {
  const { source, stop, calls } = await sourceWithStuckRecord([
    new Error('full'),
    new Error('full'),
  ])

  await expect.poll(() => calls.finished).toEqual([1])

  stop()
  await source.close()
})
