import type { Subscription, TopicRecord } from './topic-log.ts'

export interface SubscriptionDeps {
  /** The group's first unfinished offset. */
  from: number
  /** The first record at or after an offset. */
  read: (offset: number) => TopicRecord | null
  /** Keeps the group's first unfinished offset. */
  commit: (next: number) => Promise<void>
  /** Calls back when something was appended, until the returned function is called. */
  onAppend: (wake: () => void) => () => void
  onClose: () => void
}

/**
 * Hands out records in order and lets them be finished in any: what is committed is the first offset that
 * is not finished, so a restart hands over again whatever was open, and what was finished above it.
 */
export function createSubscription(deps: SubscriptionDeps): Subscription {
  let position = deps.from
  let committed = deps.from
  let closed = false
  const open = new Set<number>()
  const waiting: ((record: TopicRecord | null) => void)[] = []

  function next(): TopicRecord | null {
    const record = deps.read(position)
    if (record) {
      position = record.offset + 1
      open.add(record.offset)
    }
    return record
  }

  const unlisten = deps.onAppend(() => {
    while (waiting.length > 0) {
      const record = next()
      if (!record) return
      waiting.shift()?.(record)
    }
  })

  return {
    async take() {
      if (closed) return null
      return next() ?? new Promise((resolve) => waiting.push(resolve))
    },

    async finish({ offset }) {
      open.delete(offset)
      const firstOpen = open.size > 0 ? Math.min(...open) : position
      if (firstOpen === committed) return
      committed = firstOpen
      await deps.commit(firstOpen).catch((error) => {
        // Unknown now, so that the next finish commits again.
        committed = -1
        throw error
      })
    },

    async close() {
      closed = true
      unlisten()
      for (const resolve of waiting.splice(0)) resolve(null)
      deps.onClose()
    },
  }
}
