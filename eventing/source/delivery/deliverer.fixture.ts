import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Worker } from 'node:worker_threads'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { CloudEvent } from '../../../functions/shared/events/cloudevent.ts'
import { toEventRecord } from '../../log/event-record.ts'
import type { TakenRecord } from '../../log/topic-log.ts'
import { createSlots } from '../slots.ts'
import { createDeliverer, type DelivererDeps, type DeliverOptions } from './deliverer.ts'

/** Starts a service for one test; returns its address. */
export async function listening(handler: RequestListener): Promise<string> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An address that refuses connections. */
export async function refusing(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

/** An address whose connections stay pending, because its backlog is full. */
export async function notAccepting(): Promise<string> {
  const code = `
    const { parentPort } = require('node:worker_threads')
    const server = require('node:net').createServer()
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      parentPort.postMessage(server.address().port)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })`
  const worker = new Worker(code, { eval: true })
  const [port] = await once(worker, 'message')
  const waiting = Array.from({ length: 4 }, () => connect(port, '127.0.0.1'))
  onTestFinished(async () => {
    for (const socket of waiting) socket.destroy()
    await worker.terminate()
  })
  await Promise.any(waiting.map((socket) => once(socket, 'connect')))
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
  return { partition: 0, offset: 0, attempts: 0, ...toEventRecord(event), ...more }
}

/** Delivers with two retries, without pauses; `counted` are the counts to save, `pauses` the pauses wanted, in ms. */
export function deliverer(
  url: string,
  {
    isOurs = () => true,
    observer,
    ...deps
  }: Partial<DelivererDeps & Pick<DeliverOptions, 'isOurs' | 'observer'>> = {},
) {
  const slots = deps.slots ?? createSlots(10)
  const counted: number[] = []
  const pauses: number[] = []
  const deliver = createDeliverer({
    url,
    delivery: { retry: 2, backoffPolicy: 'linear', backoffDelayMs: 1, timeoutMs: 5000 },
    deadLetter: null,
    slots,
    draining: new AbortController().signal,
    cutOff: new AbortController().signal,
    logger: pino({ level: 'silent' }),
    async pause(ms, signal) {
      signal.throwIfAborted()
      pauses.push(ms)
    },
    ...deps,
  })
  return {
    counted,
    pauses,
    deliver: async (record: TakenRecord) =>
      deliver(record, {
        releaseFirstSlot: await slots.acquire(),
        ...{ isOurs, observer },
        attempted: async (attempts) => void counted.push(attempts),
      }),
  }
}

/** A dead-letter sink that accepts every event. */
export function deadLetters() {
  const letters: CloudEvent[] = []
  return { letters, deadLetter: async (event: CloudEvent) => void letters.push(event) }
}
