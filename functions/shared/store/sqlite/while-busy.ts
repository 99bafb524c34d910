import { SQLITE_BUSY, sqliteCode } from './errors.ts'
import { patienceMs } from './write-queue.ts'

/**
 * Does it again while another process writes, and this one stands still. For a file that is being opened:
 * gateway and results start together, so another process may be making its tables, and turning it to
 * WAL fails at once then, whatever the busy timeout. Nothing else is to be done before it is open.
 */
export function whileBusy<T>(work: () => T): T {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (sqliteCode(error) !== SQLITE_BUSY || performance.now() > deadline) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}
