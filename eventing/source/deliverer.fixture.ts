import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { type CloudEvent, toKafka } from '../../functions/shared/cloudevent.ts'
import type { TakenRecord } from '../log/topic-log.ts'
import { createDeliverer, type DelivererDeps } from './deliverer.ts'
import { createSlots } from './slots.ts'

/** A service for one test; its address. */
export async function listening(handler: RequestListener): Promise<string> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An address at which nobody listens. */
export async function refusing(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

export function record(id: string, more: Partial<TakenRecord> = {}): TakenRecord {
  const event: CloudEvent = {
    specversion: '1.0',
    id,
    source: '/s',
    type: 't',
    data: Buffer.from('x'),
  }
  return { partition: 0, offset: 0, attempts: 0, ...toKafka(event), ...more }
}

/** Delivers with two retries, 1 ms apart; `counted` are the attempts it told of. */
export function deliverer(url: string, deps: Partial<DelivererDeps> = {}) {
  const slots = deps.slots ?? createSlots(10)
  const counted: number[] = []
  const deliver = createDeliverer({
    url,
    delivery: { retry: 2, backoffPolicy: 'linear', backoffDelayMs: 1, timeoutMs: 5000 },
    deadLetter: null,
    slots,
    draining: new AbortController().signal,
    cutOff: new AbortController().signal,
    log: pino({ level: 'silent' }),
    ...deps,
  })
  return {
    counted,
    deliver: async (record: TakenRecord) =>
      deliver(record, {
        firstSlot: await slots.acquire(),
        attempted: async (attempts) => void counted.push(attempts),
      }),
  }
}
