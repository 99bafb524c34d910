import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Of 0 to 19: a quarter of a core where another process wants all of it, and whatever others leave. */
const niceness = 5

/**
 * Lets a process have the processor after all others: what computes for seconds is not to hold up an answer
 * that takes milliseconds. A replica is a session of its own, for which Linux keeps a second value.
 * https://man7.org/linux/man-pages/man7/sched.7.html : the autogroup feature
 */
export function giveWay(pid: number): void {
  for (const give of [
    () => setPriority(pid, niceness),
    () => writeFileSync(`/proc/${pid}/autogroup`, `${niceness}`, { flag: 'r+' }),
  ]) {
    try {
      give()
    } catch {
      // It has ended, or this system has no such thing.
    }
  }
}
