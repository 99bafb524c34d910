import { createPartition } from '../partition.ts'
import { createSubscription } from '../subscription.ts'
import type { SubscribeOptions, Subscription, TopicRecord } from '../topic-log.ts'
import type { Progress } from '../window.ts'
import type { ProgressChange } from './groups.ts'

export interface SqliteSubscriptionDeps extends Pick<SubscribeOptions, 'maxOpen' | 'onAssigned'> {
  progress: Progress
  /** The first record at or after an offset. */
  read: (offset: number) => TopicRecord | null
  /** Resolves when the group's progress is on disk; calls `change` at the time of writing. */
  save: (change: () => ProgressChange) => Promise<void>
  /** Calls back after each append, until the returned function is called. */
  onAppend: (wake: () => void) => () => void
  onClose: () => void
}

/** Hands out the records of partition 0, each read from the file on demand. */
export function subscribeSqlite(deps: SqliteSubscriptionDeps): Subscription {
  const { maxOpen, onAssigned, read, onAppend, onClose } = deps
  const partition = createPartition(0, deps.progress)
  let saved = deps.progress
  let saving: Promise<void> | null = null

  /** Reads until there is a record to take, skipping finished ones between open ones. */
  function readNext() {
    while (partition.queuedBytes() === 0) {
      const record = read(partition.next())
      if (!record) return
      const { offset } = record
      partition.receive({ from: partition.next(), records: [record], next: offset + 1 })
    }
  }

  async function write(): Promise<void> {
    let after = saved
    try {
      await deps.save(() => {
        saving = null
        after = withoutUntouched(partition.progress())
        return { before: saved, after }
      })
      saved = after
    } catch (error) {
      // The transaction may have failed before `change` was called.
      saving = null
      throw error
    }
  }

  /** Callers share one write until it begins. */
  function save(): Promise<void> {
    saving ??= write()
    return saving
  }

  const subscription = createSubscription({
    ...{ maxOpen, save },
    partitions() {
      readNext()
      return [partition]
    },
    find: () => partition,
    onStop: () => unlisten(),
    async close() {
      onClose()
    },
  })
  const unlisten = onAppend(subscription.wake)
  onAssigned?.({ owned: 1, of: 1 })
  return subscription
}

/**
 * Leaves out the last records handed out, if neither finished nor attempted: a restart delivers them either way, and
 * most are finished by the next write. Offsets of a topic in SQLite have no gaps.
 */
function withoutUntouched({ position, open }: Progress): Progress {
  const kept = [...open]
  for (let last = kept.at(-1); last?.attempts === 0; last = kept.at(-1)) {
    if (last.offset !== position - 1) break
    position = last.offset
    kept.pop()
  }
  return { position, open: kept }
}
