import { setTimeout as pause, setImmediate as yieldToOthers } from 'node:timers/promises'
import { sqliteCode } from '../../errors/sqlite-code.ts'
import { SQLITE_BUSY } from './errors.ts'

/** How long a write waits for those of other processes. */
export const lockTimeoutMs = 10_000

interface Waiting {
  /** Does the work, and tells its caller; rejects where another process's write is in the way. */
  attempt: () => Promise<void>
  refuse: (error: unknown) => void
  untilMs: number
}

const pauseMs = 50

/**
 * The writes of one connection, one after the other in the order of the calls. Where another process has
 * the lock they wait by timers, so that whoever reads, and a probe that asks for a sign of life, has an
 * answer meanwhile. What is queued is a whole transaction, which rejects soon where the lock is not free.
 */
export function createWriteQueue(options: { lockTimeoutMs: number }) {
  let waiting: Waiting[] = []
  let isDraining = false

  async function drain() {
    isDraining = true
    let haveWaited = false
    for (let next = waiting[0]; next; next = waiting[0]) {
      try {
        await next.attempt()
        waiting.shift()
        // Many that have waited for a lock must not hold up the others now that they have it.
        if (haveWaited && waiting.length > 0) await yieldToOthers()
      } catch (error) {
        haveWaited = true
        refuseOverdue(error)
        await pause(pauseMs)
      }
    }
    isDraining = false
  }

  function refuseOverdue(error: unknown) {
    const nowMs = performance.now()
    for (const { untilMs, refuse } of waiting) if (untilMs <= nowMs) refuse(error)
    waiting = waiting.filter(({ untilMs }) => untilMs > nowMs)
  }

  return <T>(write: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const attempt = async () => {
        try {
          resolve(await write())
        } catch (error) {
          if (sqliteCode(error) === SQLITE_BUSY) throw error
          reject(error)
        }
      }
      waiting.push({ attempt, refuse: reject, untilMs: performance.now() + options.lockTimeoutMs })
      if (!isDraining) void drain()
    })
}
