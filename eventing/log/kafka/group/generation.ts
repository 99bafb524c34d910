import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../../../functions/shared/process/logger.ts'
import type { Fetched, Partition } from '../../partition.ts'
import type { Consumer } from '../client/consumer.ts'
import { isAnswer, isOutdated } from '../client/errors.ts'
import type { PartitionOffsets } from '../client/offsets.ts'
import { type Claim, createClaim } from './commits/claim.ts'
import { decideFetch } from './fetch-room.ts'

export interface GenerationDeps {
  consumer: Consumer
  /** Offsets of the assigned partitions, read after the assignment. */
  offsets: PartitionOffsets[]
  /** Claims of the previous generation. */
  claims: ReadonlyMap<number, Claim>
  /** Called when records arrive, or Kafka answers a commit. */
  onProgress: () => void
  logger: Logger
}

/** A member's work between two joins: it fetches for its partitions while memory allows, and commits. */
export interface Generation {
  claims: ReadonlyMap<number, Claim>
  /** Partitions to take from: none after a commit that was refused because the next generation has begun. */
  partitions(): Partition[]
  /** False if the fetch would leave a gap: fetching stops, and the caller has to read the offsets again. */
  receive(partition: number, fetched: Fetched): boolean
  /** Chooses the partitions to fetch again, once per turn of the event loop. */
  fetchMore(): void
  /** Makes the commits requested of the claims. */
  commit(): void
  /** Stops fetches that no commit needs. */
  drain(): void
  /** Whether there is a record to fetch. */
  isBehind(offsets: PartitionOffsets[]): boolean
  /** Stops fetching and committing; requests unfinished commits again. */
  end(): void
}

/** Time in which commit requests are batched: a commit costs the broker as much as an append. */
const batchMs = 10
/** Pause after a failed commit, during a rebalance for example. */
const retryMs = 200

export function createGeneration(deps: GenerationDeps): Generation {
  const { consumer, onProgress, logger } = deps
  const claims = new Map(deps.offsets.map((each) => [each.partition, takeOver(each)]))
  const partitions = [...claims.values()].map(({ partition }) => partition)
  const fetching = new Set<number>()
  let willDecide = false
  let committing = false
  let draining = false
  let outdated = false
  let ended = false

  function takeOver(offsets: PartitionOffsets): Claim {
    const before = deps.claims.get(offsets.partition)
    if (before?.continues(offsets)) return before
    before?.release()
    return createClaim(offsets)
  }

  function start() {
    for (const { partition, low } of deps.offsets) {
      const claim = claims.get(partition)
      if (!claim) continue
      const from = consumer.canCommit() ? claim.partition.next() : claim.resumeOffset(low)
      consumer.seek(partition, from)
    }
    decide()
    commit()
  }

  /** A new member has to fetch once before it can commit, even with full queues or while draining. */
  function wanted(): Set<number> {
    if (!consumer.canCommit()) return new Set(claims.keys())
    return draining ? new Set() : decideFetch(partitions)
  }

  function decide() {
    if (ended) return
    const numbers = wanted()
    for (const number of claims.keys()) {
      if (numbers.has(number) === fetching.has(number)) continue
      if (numbers.has(number)) {
        fetching.add(number)
        consumer.resume(number)
      } else stopFetching(number)
    }
  }

  function stopFetching(number: number) {
    fetching.delete(number)
    consumer.pause(number)
  }

  function commit() {
    if (!committing) void commitAll()
  }

  /** Makes one commit at a time; requests made meanwhile share the next one. */
  async function commitAll(): Promise<void> {
    committing = true
    while (!ended && [...claims.values()].some((claim) => claim.isRequested())) {
      // The pause also keeps a commit from starting between kafkajs's join and its GROUP_JOIN event.
      await pause(batchMs)
      if (!ended && !(await commitOnce())) await pause(retryMs)
    }
    committing = false
  }

  /** False if the commit has to be retried. */
  async function commitOnce(): Promise<boolean> {
    const requested = [...claims.values()].filter((claim) => claim.isRequested())
    const commits = requested.map((each) => [each.partition.number, each.beginCommit()] as const)
    try {
      await consumer.commit(new Map(commits))
    } catch (error) {
      if (ended) return true
      if (isOutdated(error) && !outdated) {
        outdated = true
        logger.info('rebalance, no record is taken until partitions are assigned')
      }
      logger.debug({ err: error }, 'commit failed, will be retried')
      // A refusal by Kafka shows that the connection works.
      if (isAnswer(error)) onProgress()
      for (const claim of requested) claim.failed()
      return false
    }
    if (ended) return true
    onProgress()
    for (const claim of requested) claim.committed()
    return true
  }

  start()
  return {
    ...{ claims, commit },
    partitions: () => (outdated ? [] : partitions),
    receive(number, fetched) {
      const claim = claims.get(number)
      if (!claim) return true
      const { partition } = claim
      const before = partition.next()
      if (!partition.receive(fetched)) {
        for (const each of fetching) stopFetching(each)
        return false
      }
      if (partition.next() > before) onProgress()
      if (partition.next() !== fetched.next) consumer.seek(number, partition.next())
      // The position may have advanced over removed records, or offsets without a record.
      if (partition.openBytes() === 0 && partition.queuedBytes() === 0) {
        claim.requestCommit().catch(() => {})
        commit()
      }
      decide()
      return true
    },
    fetchMore() {
      if (willDecide) return
      willDecide = true
      setImmediate(() => {
        willDecide = false
        decide()
      })
    },
    drain() {
      draining = true
      decide()
    },
    isBehind(offsets) {
      const highs = new Map(offsets.map(({ partition, high }) => [partition, high]))
      return partitions.some(({ number, next }) => {
        return fetching.has(number) && next() < (highs.get(number) ?? 0)
      })
    },
    end() {
      ended = true
      for (const claim of claims.values()) claim.failed()
    },
  }
}
