import type { EachBatchPayload, Kafka } from 'kafkajs'
import * as z from 'zod'
import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'
import { maxRecordBytes } from '../../../../functions/shared/events/event-size.ts'
import type { Fetched } from '../../partition.ts'
import type { Committed } from '../group/committed.ts'
import { toRecord } from './records/to-record.ts'
import { forgottenMs, within } from './within.ts'

export interface ConsumerOptions {
  topic: string
  group: string
  /** Not called after `close`. */
  onEvent: (event: ConsumerEvent) => void
}

export type ConsumerEvent =
  /** A rebalance is over: it has these partitions and no others. All are paused, and begin where `seek` says. */
  | { type: 'assigned'; partitions: number[] }
  | { type: 'fetched'; partition: number; fetched: Fetched }
  /** The group has it as a member still. */
  | { type: 'heartbeat' }
  /** It has ended, and left its group. */
  | { type: 'crashed'; error: Error }

/** One membership in a group as a reader of one topic, from joining to leaving or to its end. */
export interface Consumer {
  /** The next fetch of a partition begins here. */
  seek(partition: number, offset: number): void
  pause(partition: number): void
  resume(partition: number): void
  /** False where others may have its partitions by now: it was held, or Kafka is away. */
  hasRecentHeartbeat(): boolean
  /** False before its first fetch. */
  canCommit(): boolean
  /** Tries once, as a member of the generation that it knows; gives up after 20 s without an answer. */
  commit(offsets: Map<number, Committed>): Promise<void>
  close(): Promise<void>
}

/** A member that does not say that it lives for so long is taken for dead, and its partitions go to others. */
const sessionTimeoutMs = 10_000
const heartbeatMs = 1000
const rebalanceTimeoutMs = 30_000
/** Without a heartbeat or a join it has ended: longer than a join that waits for others may take. */
const silentSeconds = 40
/** An empty fetch is answered after this time: what was paused waits for that long when it is wanted again. */
const maxWaitMs = 200
/** In one answer. */
const maxFetchBytes = 16 * 1024 * 1024

/** Not in kafkajs's types: which offset a batch was asked for from. */
const FetchedFrom = z.object({ fetchedOffset: z.coerce.number() })

/** Joins a group. Everything that kafkajs may do by itself is left to the caller. */
export function createConsumer(kafka: Kafka, { topic, group, onEvent }: ConsumerOptions): Consumer {
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: heartbeatMs,
    rebalanceTimeout: rebalanceTimeoutMs,
    maxWaitTimeInMs: maxWaitMs,
    maxBytes: maxFetchBytes,
    // Less would let a large record wait for as long as others come: Kafka gives only the first one whole.
    maxBytesPerPartition: maxRecordBytes,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: async () => false },
  })
  let commitOffsets: EachBatchPayload['commitOffsetsIfNecessary'] | null = null
  let joined = false
  let ended = false
  let silent = 0
  let heardMs = Number.NEGATIVE_INFINITY
  // kafkajs may wait for ever for an answer of a broker that was gone for a while; then it says nothing of it,
  // and its heartbeats stop. Counted in turns, as a process that was held has not been listening.
  const listening = setInterval(() => {
    silent += 1
    if (silent >= silentSeconds) end(new Error(`kafkajs was silent for ${silentSeconds} s`))
  }, 1000).unref()

  function hear() {
    silent = 0
    heardMs = performance.now()
  }

  consumer.on(consumer.events.HEARTBEAT, () => {
    if (ended) return
    hear()
    onEvent({ type: 'heartbeat' })
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    if (ended) return
    hear()
    joined = true
    const partitions = payload.memberAssignment[topic] ?? []
    consumer.pause([{ topic, partitions }])
    onEvent({ type: 'assigned', partitions })
  })
  // Records that are none for a reader (of a broken-off transaction, say) come as no batch, and kafkajs goes
  // on after them by itself.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    if (payload.batchSize > 0) return
    const next = Number(payload.lastOffset) + 1
    fetched(payload.partition, { from: 0, records: [], next })
  })
  consumer.on(consumer.events.STOP, () => {
    joined = false
  })
  consumer.on(consumer.events.CRASH, ({ payload }) => end(payload.error))

  function fetched(partition: number, fetched: Fetched) {
    if (!ended) onEvent({ type: 'fetched', partition, fetched })
  }

  function end(error: Error) {
    if (ended) return
    ended = true
    leave().catch(() => {})
    onEvent({ type: 'crashed', error })
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, isStale } = payload
    commitOffsets = payload.commitOffsetsIfNecessary
    if (isStale()) return
    const last = batch.messages.at(-1)
    if (last) resolveOffset(last.offset)
    fetched(batch.partition, {
      from: FetchedFrom.parse(batch).fetchedOffset,
      records: batch.messages.map((message) => toRecord(batch.partition, message)),
      next: Number(batch.lastOffset()) + 1,
    })
  }

  async function run(): Promise<void> {
    await consumer.connect()
    if (!ended) await consumer.subscribe({ topic, fromBeginning: true })
    if (!ended) await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch })
  }
  const running = run()
  running.catch(end)

  /** Waits until it runs or has given up: a consumer that is disconnected while it joins goes on joining. */
  async function leave(): Promise<void> {
    clearInterval(listening)
    await running.catch(() => {})
    await consumer.disconnect()
  }

  return {
    seek(partition, offset) {
      if (joined) consumer.seek({ topic, partition, offset: String(offset) })
    },
    pause(partition) {
      if (joined) consumer.pause([{ topic, partitions: [partition] }])
    },
    resume(partition) {
      if (joined) consumer.resume([{ topic, partitions: [partition] }])
    },
    hasRecentHeartbeat: () => performance.now() - heardMs < sessionTimeoutMs,
    canCommit: () => commitOffsets !== null,
    /**
     * Not `consumer.commitOffsets`: that tries again by itself, perhaps as a member of a later generation,
     * when a partition may be another's, and would set the other back.
     */
    async commit(offsets) {
      if (!joined || !commitOffsets) {
        throw new UnavailableError('Nothing can be committed before the first fetch')
      }
      const partitions = [...offsets].map(([partition, { offset, metadata }]) => {
        return { partition, offset: String(offset), metadata }
      })
      await within(commitOffsets({ topics: [{ topic, partitions }] }), forgottenMs)
    },
    async close() {
      ended = true
      await leave().catch(() => {})
    },
  }
}
