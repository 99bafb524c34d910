import type { EachBatchPayload, Kafka } from 'kafkajs'
import * as z from 'zod'
import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'
import { maxRecordBytes } from '../../../../functions/shared/events/event-size.ts'
import type { Fetched } from '../../partition.ts'
import type { Committed } from '../group/commits/committed.ts'
import { toRecord } from './records/to-record.ts'
import { droppedMs, withTimeout } from './with-timeout.ts'

export interface ConsumerOptions {
  topic: string
  group: string
  /** Not called after `close`. */
  onEvent: (event: ConsumerEvent) => void
}

export type ConsumerEvent =
  /** End of a rebalance, with all assigned partitions. They are paused, and begin at the offset given to `seek`. */
  | { type: 'assigned'; partitions: number[] }
  | { type: 'fetched'; partition: number; fetched: Fetched }
  /** The group confirmed the membership. */
  | { type: 'heartbeat' }
  /** The consumer ended, and left its group. */
  | { type: 'crashed'; error: Error }

/** One membership in a group as a reader of one topic, from joining to leaving or a crash. */
export interface Consumer {
  /** Sets the offset of a partition's next fetch. */
  seek(partition: number, offset: number): void
  pause(partition: number): void
  resume(partition: number): void
  /** False if others may own its partitions: this process was suspended, or Kafka is unreachable. */
  hasRecentHeartbeat(): boolean
  /** False before its first fetch. */
  canCommit(): boolean
  /** Tries once, with the consumer's current generation; times out after 20 s. */
  commit(offsets: Map<number, Committed>): Promise<void>
  close(): Promise<void>
}

/** Time without a heartbeat after which Kafka reassigns a member's partitions. */
const sessionTimeoutMs = 10_000
const heartbeatMs = 1000
const rebalanceTimeoutMs = 30_000
/** Time without a heartbeat or join after which the consumer is ended; longer than `rebalanceTimeoutMs`. */
const maxSilentSeconds = 40
/** Duration of an empty fetch, and so the longest delay of a resumed partition. */
const maxWaitMs = 200
/** Limit of one fetch. */
const maxFetchBytes = 16 * 1024 * 1024

/** Offset requested for a batch; missing from kafkajs's types. */
const FetchedFrom = z.object({ fetchedOffset: z.coerce.number() })

/** Joins a group. Commits and restarts, which kafkajs could do by itself, are left to the caller. */
export function createConsumer(kafka: Kafka, { topic, group, onEvent }: ConsumerOptions): Consumer {
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: heartbeatMs,
    rebalanceTimeout: rebalanceTimeoutMs,
    maxWaitTimeInMs: maxWaitMs,
    maxBytes: maxFetchBytes,
    // Kafka exceeds a lower limit only for the first record of a fetch, so other partitions could starve a large one.
    maxBytesPerPartition: maxRecordBytes,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: async () => false },
  })
  let commitOffsets: EachBatchPayload['commitOffsetsIfNecessary'] | null = null
  let joined = false
  let ended = false
  let silentSeconds = 0
  let lastHeartbeatMs = Number.NEGATIVE_INFINITY
  // kafkajs may wait for ever, without an error or heartbeats, for a broker that was unreachable for a while.
  // Seconds are counted by a timer, so the time in which this process is suspended does not count.
  const silenceTimer = setInterval(() => {
    silentSeconds += 1
    if (silentSeconds >= maxSilentSeconds) {
      end(new Error(`kafkajs was silent for ${maxSilentSeconds} s`))
    }
  }, 1000).unref()

  function noteHeartbeat() {
    silentSeconds = 0
    lastHeartbeatMs = performance.now()
  }

  consumer.on(consumer.events.HEARTBEAT, () => {
    if (ended) return
    noteHeartbeat()
    onEvent({ type: 'heartbeat' })
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    if (ended) return
    noteHeartbeat()
    joined = true
    const partitions = payload.memberAssignment[topic] ?? []
    consumer.pause([{ topic, partitions }])
    onEvent({ type: 'assigned', partitions })
  })
  // Fetches with only invisible records (of an aborted transaction, for example) do not reach eachBatch; kafkajs
  // advances over them by itself.
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

  /** Waits until the join ends: a consumer disconnected while joining continues to join. */
  async function leave(): Promise<void> {
    clearInterval(silenceTimer)
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
    hasRecentHeartbeat: () => performance.now() - lastHeartbeatMs < sessionTimeoutMs,
    canCommit: () => commitOffsets !== null,
    /**
     * Not `consumer.commitOffsets`: it retries, perhaps with a later generation, when another member may own the
     * partition, whose progress it would overwrite.
     */
    async commit(offsets) {
      if (!joined || !commitOffsets) {
        throw new UnavailableError('Cannot commit before the first fetch')
      }
      const partitions = [...offsets].map(([partition, { offset, metadata }]) => {
        return { partition, offset: String(offset), metadata }
      })
      await withTimeout(commitOffsets({ topics: [{ topic, partitions }] }), droppedMs)
    },
    async close() {
      ended = true
      await leave().catch(() => {})
    },
  }
}
