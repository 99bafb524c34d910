import type { Subscription, TakenRecord } from '../topic-log.ts'
import type { ownKafka } from './own-kafka.fixture.ts'

export const message = (value: string | Uint8Array) => ({
  key: null,
  headers: {},
  value: typeof value === 'string' ? new TextEncoder().encode(value) : value,
})

export async function takeMany(subscription: Subscription, count: number): Promise<TakenRecord[]> {
  const taken: TakenRecord[] = []
  for (let n = 0; n < count; n += 1) {
    const record = await subscription.take()
    if (record) taken.push(record)
  }
  return taken
}

export const offsets = (records: TakenRecord[]) => records.map(({ offset }) => offset)

/** Opens a log with a new topic, and a function to subscribe to it. */
export async function ownTopic(own: ReturnType<typeof ownKafka>) {
  const topic = own.unique('pages')
  const log = own.open(topic)
  await log.ready
  const subscribe = (from = log, maxOpen = 50) => from.subscribe({ topic, group: topic, maxOpen })
  return { topic, log, subscribe, reopen: () => own.open(topic) }
}
