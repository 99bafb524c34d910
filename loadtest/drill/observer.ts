import { setTimeout as pause } from 'node:timers/promises'
import { System } from '../../functions/shared/api.ts'
import { followFeed } from './change-feed.ts'
import { monotonicMs } from './monotonic.ts'
import { createStallWatch } from './stall.ts'

const lookEveryMs = 100

/** Watches the gateway from outside: how much is queued, how much has ended, how long nothing went on. */
export function startObserver({ url, isFaulty }: { url: string; isFaulty: () => boolean }) {
  const closing = new AbortController()
  const stalls = createStallWatch()
  let queued: number | null = null
  let ended = 0

  async function follow() {
    for await (const change of followFeed(url, 0, closing.signal)) {
      if (change.kind === 'page' && change.status !== 'queued') ended += 1
    }
  }
  async function look() {
    while (!closing.signal.aborted) {
      queued = await queuedPages(url)
      // Who cannot be asked is taken to have something waiting.
      stalls.look({ at: monotonicMs(), queued: queued ?? 1, ended, isFaulty: isFaulty() })
      await pause(lookEveryMs)
    }
  }
  const running = Promise.all([follow(), look()])
  return {
    /** Null while it cannot be asked. */
    queued: () => queued,
    ended: () => ended,
    longestStallMs: stalls.longestMs,
    async close() {
      closing.abort()
      await running
    },
  }
}

async function queuedPages(url: string): Promise<number | null> {
  try {
    const response = await fetch(`${url}/v1/system`, { signal: AbortSignal.timeout(2000) })
    return System.parse(await response.json()).queuedPages
  } catch {
    return null
  }
}
