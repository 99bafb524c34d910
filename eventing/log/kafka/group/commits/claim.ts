import { UnavailableError } from '../../../../../functions/shared/errors/unavailable-error.ts'
import { createPartition, type Partition } from '../../../partition.ts'
import type { PartitionOffsets } from '../../client/offsets.ts'
import { type Committed, toCommitted } from './committed.ts'
import { toProgress } from './progress.ts'

/**
 * A partition assigned to this member, with the member's last commit. It is kept from one generation to the next: open
 * records can still be finished, and the queue is not lost.
 */
export interface Claim {
  readonly partition: Partition
  /**
   * Compares the group's committed offset, read after a join, with this member's last commit. False if they differ:
   * another member owned the partition in between, because this process was suspended for longer than its session or
   * missed a generation. Generation ids do not suffice: kafkajs shows only those whose join it completes.
   */
  continues(offsets: PartitionOffsets): boolean
  /**
   * Offset of a new member's first fetch, which has to return a record before it can commit: the first open record;
   * with no open record and a commit to make, the last record, because a new one may never arrive.
   */
  resumeOffset(low: number): number
  /** Resolves when the partition's present progress is committed, or another member owns the partition. */
  requestCommit(): Promise<void>
  /** Whether a requested commit has not begun. */
  isRequested(): boolean
  /** Whether a caller waits for a commit. */
  isAwaited(): boolean
  beginCommit(): Committed
  committed(): void
  /** Requests the commit again after a refusal or timeout. */
  failed(): void
  /** Resolves pending requests, because another member owns the partition. */
  release(): void
  /** Rejects present requests with UnavailableError after `ms`. */
  limitWait(ms: number): void
  /** Resolves when no request is pending. */
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
  return new UnavailableError('The group was left before the commit')
}

function toKey(committed: Committed | null): string {
  return committed === null ? 'nothing' : `${committed.offset} ${committed.metadata}`
}
