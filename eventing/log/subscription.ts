import type { Partition } from './partition.ts'
import type { Subscription, TakenRecord } from './topic-log.ts'
import { maxWindow } from './window.ts'

export interface SubscriptionDeps {
  maxOpen: number
  /** Partitions to take from now. */
  partitions: () => Partition[]
  /** Null for a partition that another reader owns: it redelivers the unfinished records. */
  find: (partition: number) => Partition | null
  /** Resolves when the partition's progress is on disk, or another reader owns the partition. */
  save: (partition: Partition) => Promise<void>
  onTaken?: () => void
  onFinished?: () => void
  /** Called once, before pending takes resolve. */
  onStop: () => void
  /** Called once, after the stop. */
  close: () => Promise<void>
}

export interface WakeableSubscription extends Subscription {
  /** Makes pending takes look for a record again. */
  wake(): void
}

/** Hands out records from each partition in turn, and tracks which ones are finished. */
export function createSubscription(deps: SubscriptionDeps): WakeableSubscription {
  const { maxOpen, partitions, find, save, onTaken, onFinished, onStop, close } = deps
  if (maxOpen > maxWindow) {
    throw new RangeError(`Expected maxOpen to be at most ${maxWindow}, got ${maxOpen}`)
  }
  const takenFrom = new WeakMap<TakenRecord, Partition>()
  let turn = 0
  let stopped = false
  let closed: Promise<void> | null = null
  let bell = Promise.withResolvers<void>()

  function wake() {
    bell.resolve()
    bell = Promise.withResolvers()
  }

  function next(): TakenRecord | null {
    const current = partitions()
    for (const _ of current) {
      turn += 1
      const partition = current[turn % current.length]
      const record = partition?.take(maxOpen)
      if (!partition || !record) continue
      takenFrom.set(record, partition)
      return record
    }
    return null
  }

  function stop() {
    if (stopped) return
    stopped = true
    onStop()
    wake()
  }

  return {
    wake,
    async take() {
      while (!stopped) {
        const record = next()
        if (record) {
          onTaken?.()
          return record
        }
        await bell.promise
      }
      return null
    },
    // A partition that was lost and assigned again is another one: it hands out its unfinished records again.
    owns: (record) => find(record.partition) === takenFrom.get(record),
    async attempted({ partition: number, offset }, attempts) {
      const partition = find(number)
      partition?.attempted(offset, attempts)
      if (partition) await save(partition)
    },
    async finish({ partition: number, offset }) {
      const partition = find(number)
      partition?.finish(offset)
      onFinished?.()
      wake()
      if (partition) await save(partition)
    },
    stop,
    async close() {
      stop()
      closed ??= close()
      await closed
    },
  }
}
