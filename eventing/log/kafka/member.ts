import type { EachBatchPayload, Kafka } from 'kafkajs'
import * as z from 'zod'
import { maxRecordBytes } from '../../../functions/shared/event-size.ts'
import { UnavailableError } from '../../../functions/shared/unavailable-error.ts'
import type { Fetched } from '../partition.ts'
import type { Committed } from './committed.ts'
import { toRecord } from './to-record.ts'

export interface MemberDeps {
  kafka: Kafka
  topic: string
  group: string
  /** It has these partitions from now on, and no others; nothing of them is fetched before `fetchFrom`. */
  onJoin: (partitions: number[]) => void
  onFetched: (partition: number, fetched: Fetched) => void
  /** Its group has heard of it, and has it still. */
  onHeard: () => void
  /** It has ended, and fetches nothing any more. */
  onCrash: (error: Error) => void
}

/** One membership in a group, from joining to leaving or to its end. */
export interface Member {
  /** The next fetch of a partition begins here. */
  seek(partition: number, offset: number): void
  fetch(partition: number, wanted: boolean): void
  /** False where others may have its partitions by now: it was held, or Kafka is away. */
  isHeard(): boolean
  /** Not before its first fetch. */
  canCommit(): boolean
  /** Tries once, as a member of the generation that it knows. */
  commit(commits: Map<number, Committed>): Promise<void>
  leave(): Promise<void>
}

/** A member that does not say that it lives for so long is taken for dead, and its partitions go to others. */
const sessionTimeoutMs = 10_000
const heartbeatMs = 1000
const rebalanceTimeoutMs = 30_000
/** So many without a sign of life, running: longer than a join that waits for others may take. */
const silentSeconds = 40
/** An empty fetch is answered after this time: what was paused waits for that long when it is wanted again. */
const maxWaitMs = 200
/** In one answer. */
const maxFetchBytes = 16 * 1024 * 1024

/** Not in kafkajs's types: which offset a batch was asked for from. */
const FetchedFrom = z.object({ fetchedOffset: z.coerce.number() })

/** Joins a group as a reader of one topic. Everything that kafkajs may do by itself is left to the caller. */
export function joinGroup(deps: MemberDeps): Member {
  const { kafka, topic, group, onJoin, onFetched, onHeard, onCrash } = deps
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
    hear()
    onHeard()
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    if (ended) return
    hear()
    joined = true
    const partitions = payload.memberAssignment[topic] ?? []
    consumer.pause([{ topic, partitions }])
    onJoin(partitions)
  })
  // Records that are none for a reader (of a broken-off transaction, say) come as no batch, and kafkajs goes
  // on after them by itself.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    if (payload.batchSize > 0) return
    onFetched(payload.partition, { from: 0, records: [], next: Number(payload.lastOffset) + 1 })
  })
  consumer.on(consumer.events.STOP, () => {
    joined = false
  })
  consumer.on(consumer.events.CRASH, ({ payload }) => end(payload.error))

  function end(error: Error) {
    if (ended) return
    ended = true
    part().catch(() => {})
    onCrash(error)
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, isStale } = payload
    commitOffsets = payload.commitOffsetsIfNecessary
    if (isStale()) return
    const last = batch.messages.at(-1)
    if (last) resolveOffset(last.offset)
    onFetched(batch.partition, {
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

  /** Not before it runs, or has given up: what is told to leave while it joins goes on joining all the same. */
  async function part(): Promise<void> {
    clearInterval(listening)
    await running.catch(() => {})
    await consumer.disconnect()
  }

  return {
    seek(partition, offset) {
      if (joined) consumer.seek({ topic, partition, offset: String(offset) })
    },
    fetch(partition, wanted) {
      if (!joined) return
      const which = [{ topic, partitions: [partition] }]
      if (wanted) consumer.resume(which)
      else consumer.pause(which)
    },
    isHeard: () => performance.now() - heardMs < sessionTimeoutMs,
    canCommit: () => commitOffsets !== null,
    /**
     * Not `consumer.commitOffsets`: that tries again by itself, perhaps as a member of a later generation,
     * when a partition may be another's, and would set the other back.
     */
    async commit(commits) {
      if (!joined || !commitOffsets)
        throw new UnavailableError('Nothing can be committed before the first fetch')
      const partitions = [...commits].map(([partition, { offset, metadata }]) => {
        return { partition, offset: String(offset), metadata }
      })
      await commitOffsets({ topics: [{ topic, partitions }] })
    },
    async leave() {
      ended = true
      await part()
    },
  }
}
