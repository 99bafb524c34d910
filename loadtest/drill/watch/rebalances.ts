import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from '../../figures/monotonic.ts'
import type { GroupView, KafkaView } from './kafka-view.ts'

/** Monotonic, in ms. */
export interface Span {
  from: number
  to: number
}

/**
 * Detects reassignments of partitions from looks at a group: each span runs from the last look at the old assignment
 * to the first look at the new one. Failed looks and unstable groups are ignored.
 */
export function createRebalances() {
  const spans: Span[] = []
  let seen: { at: number; assignment: string } | null = null
  return {
    spans,
    look({ from, to }: Span, group: GroupView | null) {
      if (!group?.isStable) return
      const { assignment } = group
      if (seen && seen.assignment !== assignment) spans.push({ from: seen.at, to })
      seen = { at: from, assignment }
    },
  }
}

const lookEveryMs = 200

/** Watches a group until closed; owns the view, and closes it. */
export function watchRebalances(view: KafkaView, group: string) {
  const { spans, look } = createRebalances()
  const closing = new AbortController()
  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const from = monotonicMs()
      const groups = await view.groups([group])
      look({ from, to: monotonicMs() }, groups?.[0] ?? null)
      await pause(lookEveryMs)
    }
  }
  const running = run()
  return {
    spans,
    async close() {
      closing.abort()
      await running
      view.close()
    },
  }
}
