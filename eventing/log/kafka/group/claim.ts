import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'
import { createPartition, type Partition } from '../../partition.ts'
import type { PartitionOffsets } from '../client/offsets.ts'
import { type Committed, toCommitted } from './committed.ts'
import { toProgress } from './progress.ts'

/**
 * A partition that the group has given to this member, with what this member has committed of it. It is kept from one
 * generation to the next: records in hand can then be finished, and what is queued stays queued.
 */
export interface Claim {
  readonly partition: Partition
  /**
   * Compares what the group has committed, read after a join, with what this member committed last. False where they
   * differ: another member had the partition in between, as this one was held for longer than its session or missed a
   * generation. Generations cannot tell as much: kafkajs shows only those whose join it completes.
   */
  continues(offsets: PartitionOffsets): boolean
  /**
   * Where a new member begins: it has to fetch something before it can commit. It fetches what is open once more; where
   * nothing is open and something is to be committed, the last record, as no other may come.
   */
  resumeOffset(low: number): number
  /** Resolves when what the partition has to commit now is committed, or the partition is another member's. */
  requestCommit(): Promise<void>
  /** Whether a commit was requested that has not begun. */
  isRequested(): boolean
  /** Whether somebody waits for a commit. */
  isAwaited(): boolean
  beginCommit(): Committed
  committed(): void
  /** The commit was refused or not answered, and is requested again. */
  failed(): void
  /** Another member has the partition now. */
  release(): void
  /** Rejects with UnavailableError after so long, for those who wait now. */
  limitWait(ms: number): void
  /** Resolves when nobody waits any more. */
  settled(): Promise<unknown>
}

type Waiting = PromiseWithResolvers<void>

export function createClaim(offsets: PartitionOffsets): Claim {
  const partition = createPartition(offsets.partition, toProgress(offsets))
  let committed = toKey(offsets.committed)
  let sent = committed
  let requested: Waiting | null = null
  let underWay: Waiting | null = null

  const waiting = () => [requested, underWay].filter((each) => each !== null)

  return {
    partition,
    continues({ low, high, committed: found }) {
      const next = partition.next()
      if (next < low || high < next || ![committed, sent].includes(toKey(found))) return false
      committed = toKey(found)
      return true
    },
    resumeOffset(low) {
      const now = toCommitted(partition.progress())
      const isCommitted = toKey(now) === committed
      const from = now.offset < partition.next() || isCommitted ? now.offset : now.offset - 1
      return Math.max(low, from)
    },
    requestCommit() {
      requested ??= Promise.withResolvers()
      return requested.promise
    },
    isRequested: () => requested !== null,
    isAwaited: () => waiting().length > 0,
    beginCommit() {
      underWay = requested
      requested = null
      const commit = toCommitted(partition.progress())
      sent = toKey(commit)
      return commit
    },
    committed() {
      committed = sent
      underWay?.resolve()
      underWay = null
    },
    failed() {
      if (underWay) requested?.promise.then(underWay.resolve, underWay.reject)
      requested ??= underWay
      underWay = null
    },
    release() {
      for (const each of waiting()) each.resolve()
      requested = underWay = null
    },
    limitWait(ms) {
      for (const { reject } of waiting()) setTimeout(() => reject(tooLate()), ms).unref()
    },
    settled: () => Promise.allSettled(waiting().map(({ promise }) => promise)),
  }
}

export function tooLate(): UnavailableError {
  return new UnavailableError('The group was left before this could be committed')
}

function toKey(committed: Committed | null): string {
  return committed === null ? 'nothing' : `${committed.offset} ${committed.metadata}`
}
