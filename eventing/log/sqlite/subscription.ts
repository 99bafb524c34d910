import { createPartition } from '../partition.ts'
import { createSubscription } from '../subscription.ts'
import type { SubscribeOptions, Subscription, TopicRecord } from '../topic-log.ts'
import type { Progress } from '../window.ts'
import type { ProgressChange } from './groups.ts'

export interface SqliteSubscriptionDeps extends Pick<SubscribeOptions, 'maxOpen'> {
  /** What the group has done. */
  progress: Progress
  /** The first record at or after an offset. */
  read: (offset: number) => TopicRecord | null
  /** Resolves when what the group has done is on disk; `change` is called when it is written. */
  save: (change: () => ProgressChange) => Promise<void>
  /** Calls back when something was appended, until the returned function is called. */
  onAppend: (wake: () => void) => () => void
  onClose: () => void
}

/** Hands out the records of partition 0, each read from the file when it is asked for. */
export function subscribeSqlite(deps: SqliteSubscriptionDeps): Subscription {
  const { maxOpen, read, onAppend, onClose } = deps
  const partition = createPartition(0, deps.progress)
  let saved = deps.progress
  let saving: Promise<void> | null = null

  /** Reads until there is a record to take: finished ones lie between those that are open. */
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
      // The transaction may have failed before this write.
      saving = null
      throw error
    }
  }

  /** Callers that come before it is written share one write. */
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
  return subscription
}

/**
 * The last records handed out, none of them finished or attempted, are as good as never handed out. Most of them are
 * finished by the next write, so they are not written. Offsets of a topic in SQLite have no gaps.
 */
function withoutUntouched({ position, open }: Progress): Progress {
  const left = [...open]
  for (let last = left.at(-1); last?.attempts === 0; last = left.at(-1)) {
    if (last.offset !== position - 1) break
    position = last.offset
    left.pop()
  }
  return { position, open: left }
}
