import { EventEmitter } from 'node:events'
import type { EachBatchPayload, Kafka } from 'kafkajs'
import { vi } from 'vitest'
import { type ConsumerOptions, createConsumer } from './consumer.ts'
import type { PartitionOffsets } from './offsets.ts'

/**
 * A fake kafkajs whose consumer emits only the events that the test sends. Real behaviour is tested on a real Kafka;
 * a consumer that hangs or stops sending events can only be faked.
 */
export function fakeConsumer() {
  const emitter = new EventEmitter()
  let eachBatch: ((payload: EachBatchPayload) => Promise<void>) | undefined
  const paused = new Set<number>()
  const commit = vi.fn(async () => {})
  const consumer = {
    events: {
      HEARTBEAT: 'heartbeat',
      GROUP_JOIN: 'join',
      END_BATCH_PROCESS: 'batch',
      STOP: 'stop',
      CRASH: 'crash',
    },
    on: emitter.on.bind(emitter),
    connect: vi.fn(async () => {}),
    subscribe: async () => {},
    run: vi.fn(async (options: { eachBatch: typeof eachBatch }) => {
      eachBatch = options.eachBatch
    }),
    pause: ([{ partitions }]: [{ partitions: number[] }]) => {
      for (const partition of partitions) paused.add(partition)
    },
    resume: ([{ partitions }]: [{ partitions: number[] }]) => {
      for (const partition of partitions) paused.delete(partition)
    },
    seek: vi.fn(),
    disconnect: vi.fn(() => new Promise<void>(() => {})),
  }
  return {
    kafka: { consumer: () => consumer } as unknown as Kafka,
    ...{ consumer, paused, commit },
    join: (...partitions: number[]) =>
      emitter.emit('join', { payload: { memberAssignment: { t: partitions } } }),
    beat: () => emitter.emit('heartbeat'),
    /** Delivers a batch of partition 0 with one record. */
    async fetch(offset: number, value = Buffer.alloc(1)) {
      const payload = {
        batch: {
          ...{ partition: 0, fetchedOffset: `${offset}`, lastOffset: () => `${offset}` },
          messages: [{ offset: `${offset}`, key: null, value, headers: {}, timestamp: '0' }],
        },
        ...{ resolveOffset: () => {}, isStale: () => false, commitOffsetsIfNecessary: commit },
      }
      await eachBatch?.(payload as unknown as EachBatchPayload)
    },
  }
}

/** A client with fake consumers, which reads the current content of `offsets`. */
export function fakeClient(offsets: PartitionOffsets[]) {
  const fake = fakeConsumer()
  const read = vi.fn(async () => offsets)
  const client = {
    consumer: (options: ConsumerOptions) => createConsumer(fake.kafka, options),
    offsets: { read, end: async () => 0, connect: async () => {}, disconnect: async () => {} },
  }
  return { ...fake, client, read }
}
