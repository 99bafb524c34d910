import { createPartition, type Partition } from '../partition.ts'
import type { Ownership } from './commits.ts'
import { type Committed, toCommitted } from './committed.ts'
import { type PartitionState, toProgress } from './progress.ts'

/** The partitions that the group gives to this member, with what it has of them. */
export interface Assignment {
  /** What it may work on: none between a join and the look at what was committed. */
  partitions(): Partition[]
  /** Also one that is held back. */
  find(number: number): Partition | null
  ownership(partition: Partition): Ownership
  /** What it has from now on; held back until `settle`. */
  join(numbers: number[]): void
  /** It is no member at present; what it had is held back. */
  suspend(): void
  /** What the group has committed, read after the join. True where nothing is missing. */
  settle(states: PartitionState[]): boolean
  /**
   * Where a member begins that has fetched nothing yet, and so can commit nothing: it fetches what is open once more;
   * and where nothing is, and something waits to be committed, the last record, as no other may come.
   */
  anewFrom(partition: Partition): number
  /** What is to be committed now, remembered as sent. */
  sending(partition: Partition): Committed
  /** What was sent last is committed. */
  sent(partition: Partition): void
}

interface Held {
  partition: Partition
  /** The latest that is known to be committed, and the latest that may be. */
  committed: string
  sent: string
}

/**
 * kafkajs does not say that a partition is taken away; it only tells, at each join, which ones there are. So a
 * partition that was there before is held back until what is committed for it was read. Is that what this
 * member sent last, then nobody has got on with it in between, and it goes on as it was: what is queued stays
 * queued, and what is in hand can still be finished. Is it something else, then another member had it (this
 * one was held up for longer than its session, or missed a generation), and it begins from there. Generations
 * cannot tell as much: kafkajs shows only those whose join it completes.
 */
export function createAssignment(): Assignment {
  const held = new Map<number, Held>()
  let assigned: number[] = []
  let isSure = false

  function isCommitted(partition: Partition): boolean {
    return held.get(partition.number)?.committed === toKey(toCommitted(partition.progress()))
  }

  return {
    partitions: () => (isSure ? [...held.values()].map(({ partition }) => partition) : []),
    find: (number) => held.get(number)?.partition ?? null,
    ownership(partition) {
      if (held.get(partition.number)?.partition !== partition) return 'lost'
      return isSure ? 'ours' : 'unsure'
    },
    join(numbers) {
      isSure = false
      assigned = numbers
      for (const number of held.keys()) if (!numbers.includes(number)) held.delete(number)
    },
    suspend() {
      isSure = false
    },
    settle(states) {
      const found = states.filter(({ partition }) => assigned.includes(partition))
      for (const state of found) {
        const before = held.get(state.partition)
        if (before && goesOn(before, state)) continue
        const committed = toKey(state.committed)
        const partition = createPartition(state.partition, toProgress(state))
        held.set(state.partition, { partition, committed, sent: committed })
      }
      isSure = found.length === assigned.length
      return isSure
    },
    anewFrom(partition) {
      const { offset } = toCommitted(partition.progress())
      return offset < partition.next() || isCommitted(partition) ? offset : offset - 1
    },
    sending(partition) {
      const commit = toCommitted(partition.progress())
      const entry = held.get(partition.number)
      if (entry) entry.sent = toKey(commit)
      return commit
    },
    sent(partition) {
      const entry = held.get(partition.number)
      if (entry?.partition === partition) entry.committed = entry.sent
    },
  }
}

function goesOn(
  { partition, committed, sent }: Held,
  { low, high, ...state }: PartitionState,
): boolean {
  const isThere = low <= partition.next() && partition.next() <= high
  return isThere && [committed, sent].includes(toKey(state.committed))
}

function toKey(committed: Committed | null): string {
  return committed === null ? 'nothing' : `${committed.offset} ${committed.metadata}`
}
