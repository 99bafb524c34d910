import { setTimeout as pause } from 'node:timers/promises'
import { System } from '../../../functions/shared/http/system-api.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import { type FeedChange, followFeed } from '../../system/change-feed.ts'
import { createStallWatch } from './stall.ts'
import type { PageEnd } from './waits.ts'

const lookEveryMs = 100
/** Many times what the feed takes to tell what has happened. */
const tellWithinMs = 60_000

/** Watches the gateway from outside: how much is queued, what has ended and when, how long nothing went on. */
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
      // Who cannot be asked is taken to have something waiting.
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
    const sleepsNow = ocr.processes.length === 0 && ocr.wanted === 0
    if (sleepsNow && !isAsleep) sleeps += 1
    isAsleep = sleepsNow
  }
  const running = Promise.all([follow(), look()])
  return {
    /** Whether nothing was queued any more when it was last asked, and that was after a moment. */
    isAtRest: (since: number) => restingAt !== null && restingAt > since,
    /** In the order in which the feed told them. */
    ends: () => ends,
    /** The longest stall since this was asked last. */
    takeStallMs: stalls.takeLongestMs,
    /** Resolves when ocr has no process; throws after a time. */
    async asleep(withinMs: number) {
      for (const deadline = monotonicMs() + withinMs; !isAsleep; await pause(lookEveryMs)) {
        if (monotonicMs() > deadline) throw new Error('Expected ocr to go to zero replicas')
      }
    },
    /** How often ocr came to have no process, because there was nothing to do. */
    sleeps: () => sleeps,
    /** Once the feed has told of that change; throws where it does not for a minute. */
    async close(change: number) {
      for (const deadline = monotonicMs() + tellWithinMs; last < change; await pause(50)) {
        if (monotonicMs() < deadline) continue
        throw new Error(`Expected the feed of ${url} to come to change ${change}, got ${last}`)
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
