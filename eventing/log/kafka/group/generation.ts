import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../../../functions/shared/process/logger.ts'
import type { Fetched, Partition } from '../../partition.ts'
import type { Consumer } from '../client/consumer.ts'
import { isAnswer } from '../client/errors.ts'
import type { PartitionOffsets } from '../client/offsets.ts'
import { type Claim, createClaim } from './claim.ts'
import { decideFetch } from './fetch-room.ts'

export interface GenerationDeps {
  consumer: Consumer
  /** Of the partitions that the member was given, read after it was given them. */
  offsets: PartitionOffsets[]
  /** Of the generation before. */
  claims: ReadonlyMap<number, Claim>
  /** Records came, or Kafka answered a commit. */
  onProgress: () => void
  logger: Logger
}

/** A member's work from one join to the next: it fetches for its partitions while there is room, and commits. */
export interface Generation {
  claims: ReadonlyMap<number, Claim>
  partitions(): Partition[]
  /** False for what would leave a gap. Then nothing is fetched any more, and the offsets are to be read again. */
  receive(partition: number, fetched: Fetched): boolean
  /** Looks again for which partitions there is room, once for all that ask in one turn of the event loop. */
  fetchMore(): void
  /** Commits what was requested of the claims. */
  commit(): void
  /** From now on nothing is fetched that is not needed for a commit. */
  drain(): void
  /** Whether there is something to fetch. */
  isBehind(offsets: PartitionOffsets[]): boolean
  /** Fetches and commits no more; what was being committed is requested again. */
  end(): void
}

/** A commit costs the broker as much as an append: what is requested within this time shares one. */
const gatherMs = 10
/** Before a commit that failed is tried again, in the middle of a rebalance for example. */
const againMs = 200

export function createGeneration(deps: GenerationDeps): Generation {
  const { consumer, onProgress, logger } = deps
  const claims = new Map(deps.offsets.map((each) => [each.partition, takeOver(each)]))
  const partitions = [...claims.values()].map(({ partition }) => partition)
  const fetching = new Set<number>()
  let willDecide = false
  let committing = false
  let draining = false
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

  /** However full it is, or draining, a new member has to fetch once before it can commit. */
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

  /** One commit is waited for at a time; what is requested meanwhile shares the next one. */
  async function commitAll(): Promise<void> {
    committing = true
    while (!ended && [...claims.values()].some((claim) => claim.isRequested())) {
      // Also so that no commit begins between kafkajs's joining a generation and its saying so.
      await pause(gatherMs)
      if (!ended && !(await commitOnce())) await pause(againMs)
    }
    committing = false
  }

  /** False where it is to be tried again. */
  async function commitOnce(): Promise<boolean> {
    const requested = [...claims.values()].filter((claim) => claim.isRequested())
    const commits = requested.map((each) => [each.partition.number, each.beginCommit()] as const)
    try {
      await consumer.commit(new Map(commits))
    } catch (error) {
      if (ended) return true
      logger.debug({ err: error }, 'progress could not be committed, tried again')
      // Kafka reads on with a member that it refuses for now.
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
    partitions: () => partitions,
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
      // It may have advanced over records that are gone, or offsets without one.
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
