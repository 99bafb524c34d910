import type { Subscription, TakenRecord, TopicRecord } from './topic-log.ts'
import { createWindow, maxWindow, type Progress } from './window.ts'

export interface SubscriptionDeps {
  /** What the group has done. */
  progress: Progress
  maxOpen: number
  /** The first record at or after an offset. */
  read: (offset: number) => TopicRecord | null
  /** Keeps what the group has done, asked for when it is written; resolves when it is on disk. */
  save: (progress: () => Progress) => Promise<void>
  /** Calls back when something was appended, until the returned function is called. */
  onAppend: (wake: () => void) => () => void
  onClose: () => void
}

/** Hands out the records of one partition, and keeps in a window which are finished. */
export function createSubscription(deps: SubscriptionDeps): Subscription {
  if (deps.maxOpen > maxWindow) {
    throw new RangeError(`Expected maxOpen to be at most ${maxWindow}, got ${deps.maxOpen}`)
  }
  const window = createWindow(deps.progress)
  const again = [...deps.progress.open]
  let stopped = false
  let closed = false
  let saving: Promise<void> | null = null
  let bell = Promise.withResolvers<void>()

  function wake() {
    bell.resolve()
    bell = Promise.withResolvers()
  }
  const unlisten = deps.onAppend(wake)

  function next(): TakenRecord | null {
    for (let left = again[0]; left; left = again[0]) {
      const record = deps.read(left.offset)
      again.shift()
      if (record?.offset === left.offset) return { ...record, attempts: left.attempts }
      // Its record is gone from the log; what cannot be written now is written with the next.
      window.finish(left.offset)
      save().catch(() => {})
    }
    if (window.size() >= deps.maxOpen) return null
    const record = deps.read(window.position())
    if (!record) return null
    window.begin(record.offset)
    return { ...record, attempts: 0 }
  }

  /** Whoever asks before it is written shares one write. */
  function save(): Promise<void> {
    saving ??= deps
      .save(() => {
        saving = null
        return window.progress()
      })
      .catch((error) => {
        // It may not have come to asking.
        saving = null
        throw error
      })
    return saving
  }

  function stop() {
    if (stopped) return
    stopped = true
    unlisten()
    wake()
  }

  return {
    async take() {
      while (!stopped) {
        const record = next()
        if (record) return record
        await bell.promise
      }
      return null
    },
    async attempted({ offset }, attempts) {
      window.attempted(offset, attempts)
      await save()
    },
    async finish({ offset }) {
      window.finish(offset)
      wake()
      await save()
    },
    stop,
    async close() {
      stop()
      if (!closed) deps.onClose()
      closed = true
    },
  }
}
