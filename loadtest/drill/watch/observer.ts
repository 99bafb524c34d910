import { setTimeout as pause } from 'node:timers/promises'
import { System } from '../../../functions/shared/http/system-api.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import { type FeedChange, followFeed } from '../../system/change-feed.ts'
import { createStallWatch } from './stall.ts'
import type { PageEnd } from './waits.ts'

const lookEveryMs = 100
/** Many times the delay of the feed. */
const feedTimeoutMs = 60_000

/** Watches a gateway from outside: queue length, ended pages with their times, and stalls. */
export function startObserver({ url, isFaulty }: { url: string; isFaulty: () => boolean }) {
  const closing = new AbortController()
  const stalls = createStallWatch()
  const ends: PageEnd[] = []
  const knownAt = new Map<string, number>()
  let restingAt: number | null = null
  let last = 0
  let sleeps = 0
  let isAsleep = false

  async function follow() {
    for await (const change of followFeed(url, 0, closing.signal)) note(change, monotonicMs())
  }
  function note(change: FeedChange, at: number) {
    last = change.change
    if (change.kind === 'reset') return
    const known = knownAt.get(change.id) ?? at
    knownAt.set(change.id, known)
    if (change.kind === 'page' && change.status !== 'queued') {
      ends.push({ id: change.id, page: change.page, at, knownAt: known })
    }
  }
  async function look() {
    while (!closing.signal.aborted) {
      const askedAt = monotonicMs()
      const system = await systemOf(url)
      // An unreachable gateway counts as one with waiting pages.
      const queued = system?.queuedPages ?? 1
      noteSleep(system)
      restingAt = queued === 0 ? askedAt : null
      stalls.look({ at: monotonicMs(), queued, ended: ends.length, isFaulty: isFaulty() })
      await pause(lookEveryMs)
    }
  }
  function noteSleep(system: System | null) {
    const ocr = system?.services?.find(({ name }) => name === 'ocr')
    if (!ocr) return
    const sleepsNow = ocr.processes?.length === 0 && ocr.wanted === 0
    if (sleepsNow && !isAsleep) sleeps += 1
    isAsleep = sleepsNow
  }
  const running = Promise.all([follow(), look()])
  return {
    /** Whether the latest query found an empty queue and was sent after `since`. */
    isAtRest: (since: number) => restingAt !== null && restingAt > since,
    /** In feed order. */
    ends: () => ends,
    /** Longest stall since the previous call. */
    takeStallMs: stalls.takeLongestMs,
    /** Resolves when ocr has no process; throws after `withinMs`. */
    async asleep(withinMs: number) {
      for (const deadline = monotonicMs() + withinMs; !isAsleep; await pause(lookEveryMs)) {
        if (monotonicMs() > deadline) throw new Error('Expected ocr to go to zero replicas')
      }
    },
    /** Number of times ocr scaled to zero while idle. */
    sleeps: () => sleeps,
    /** Closes after the feed has delivered the change; throws after a minute. */
    async close(change: number) {
      for (const deadline = monotonicMs() + feedTimeoutMs; last < change; await pause(50)) {
        if (monotonicMs() < deadline) continue
        throw new Error(`Expected the feed of ${url} to reach change ${change}, got ${last}`)
      }
      closing.abort()
      await running
    },
  }
}
export type Observer = ReturnType<typeof startObserver>

async function systemOf(url: string): Promise<System | null> {
  try {
    const response = await fetch(`${url}/v1/system`, { signal: AbortSignal.timeout(2000) })
    return System.parse(await response.json())
  } catch {
    return null
  }
}
