import { setTimeout as pause, setImmediate as yieldToOthers } from 'node:timers/promises'
import { sqliteCode } from '../../errors/sqlite-code.ts'
import { SQLITE_BUSY } from './errors.ts'

/** Time for which a write waits for writes of other processes. */
export const lockTimeoutMs = 10_000

interface Waiting {
  /** Runs the write and settles the caller's promise; rejects while another process holds the lock. */
  attempt: () => Promise<void>
  reject: (error: unknown) => void
  untilMs: number
}

const pauseMs = 50

/**
 * Runs the writes of one connection sequentially, in the order of the calls. While another process holds the lock,
 * writes wait by timers, so that reads and liveness probes are served meanwhile. Each write is a whole transaction,
 * which rejects soon if the lock is taken.
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
        // A backlog of waiting writes must not block the event loop.
        if (haveWaited && waiting.length > 0) await yieldToOthers()
      } catch (error) {
        haveWaited = true
        rejectOverdue(error)
        await pause(pauseMs)
      }
    }
    isDraining = false
  }

  function rejectOverdue(error: unknown) {
    const nowMs = performance.now()
    for (const { untilMs, reject } of waiting) if (untilMs <= nowMs) reject(error)
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
      waiting.push({ attempt, reject, untilMs: performance.now() + options.lockTimeoutMs })
      if (!isDraining) void drain()
    })
}
